/**
 * Arrays as NumPy keeps them: {@code .npy}, {@code .npz} and pickled. A pickle is a program for
 * Python's unpickler; {@link org.prefbench.preference.numpy.PickleReader} knows the few
 * instructions that make arrays, lists and numbers and refuses every other one by name, so that no
 * code is ever run.
 */
package org.prefbench.preference.numpy;
