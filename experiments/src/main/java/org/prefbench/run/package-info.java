/**
 * Carries out studies: what all methods of a run share (data, reference policy, labelled pairs) is
 * made once and cached under a hash of its inputs and of the code that makes it; every trial gets
 * exactly what its method declared it needs; worker processes do the work and may be killed at any
 * time. Methods are known by id only.
 */
package org.prefbench.run;
