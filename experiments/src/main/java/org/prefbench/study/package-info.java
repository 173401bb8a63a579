/**
 * What is asked: a study as a value, read from YAML with an exact place for every error, and the
 * trials that it consists of. A value's origin (default, line of a file, command line) is kept, so
 * that a resolved study can say where everything in it comes from. Claims about the results of
 * studies are read in the same way.
 */
package org.prefbench.study;
