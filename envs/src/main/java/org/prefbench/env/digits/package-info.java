/** Handwritten digits: the images, a classifier of them, and the task of drawing one on demand. */
package org.prefbench.env.digits;
