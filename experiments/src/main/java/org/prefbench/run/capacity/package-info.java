/** What a study will take, before it is run: learnt from results that are there. */
package org.prefbench.run.capacity;
