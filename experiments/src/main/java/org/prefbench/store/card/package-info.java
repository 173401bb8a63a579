/** The cards of generated datasets: what is in them, in a file that fits into a repository. */
package org.prefbench.store.card;
