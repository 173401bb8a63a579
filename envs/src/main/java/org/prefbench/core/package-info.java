/**
 * Values that every other package stands on: keyed seeds and their generator, the matrix types of
 * the API, input checks with one-line errors, records of parameters as text, registered services,
 * atomic files and hashes, and the ledger that counts what a method used. Depends on nothing but
 * the JDK.
 */
package org.prefbench.core;
