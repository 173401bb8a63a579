/**
 * The contract of a learning method, free of any engine's types: what it is given, what it must
 * declare it touches, what it reports while it trains, and how its hyperparameters are declared and
 * overridden. Methods are found through {@link java.util.ServiceLoader}.
 */
package org.prefbench.algorithm;
