/**
 * What a piece of the program is made of, worked out from class files: the classes that it reaches
 * and the resources that they read by name, each with a hash in which comments, formatting and the
 * compiler's debug information count for nothing. ASM lives here.
 */
package org.prefbench.code;
