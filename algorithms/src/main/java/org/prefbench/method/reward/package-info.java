/** Methods that learn a reward from the pairs and then a policy from the reward. */
package org.prefbench.method.reward;
