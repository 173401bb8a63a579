/**
 * What charts of results and pictures of episodes share: letters, from a font in the jar, so that a
 * picture does not depend on what is installed, and colours.
 */
package org.prefbench.drawing;
