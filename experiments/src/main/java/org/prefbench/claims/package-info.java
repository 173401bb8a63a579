/**
 * Statements about methods, decided by the rows of their studies: what holds, what fails, what is
 * open, as a table and as a page.
 */
package org.prefbench.claims;
