/** Jobs on the executors of Spark; the only place that knows Spark. */
package org.prefbench.spark;
