/**
 * Policies that were trained elsewhere: a network in a file, of which the study says what its
 * outputs mean. Who reads a kind of file is a service.
 */
package org.prefbench.policy.outside;
