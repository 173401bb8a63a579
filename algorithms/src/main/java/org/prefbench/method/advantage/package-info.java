/** Methods that improve on the log by the advantages of its steps under a learned reward. */
package org.prefbench.method.advantage;
