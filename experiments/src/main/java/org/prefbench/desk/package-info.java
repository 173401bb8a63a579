/**
 * The desk where people label: a page on this machine alone ({@link
 * org.prefbench.desk.DeskServer}), behind it the queries of one annotator in their order ({@link
 * org.prefbench.desk.Desk}), and a folder with the segments and a file of answers per annotator
 * ({@link org.prefbench.desk.DeskFolder}), which is read as labelled pairs ({@link
 * org.prefbench.desk.DeskFormat}).
 */
package org.prefbench.desk;
