/**
 * What every method keeps, as rules that are looked at one by one on a tiny problem: reproducible
 * by its seed, nothing touched that was not declared, nothing changed that others use, finite
 * numbers on awkward data, every setting explained, costs counted, memory given back. {@link
 * org.prefbench.contract.MethodContract} is the way in; {@code prefbench method test} prints what
 * it finds.
 */
package org.prefbench.contract;
