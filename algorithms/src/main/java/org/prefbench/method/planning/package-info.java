/**
 * Methods that learn nothing and plan exactly in the simulator: yardsticks for those that learn
 * what planning would choose.
 */
package org.prefbench.method.planning;
