/**
 * What people open: the report of a study as one HTML file that asks nobody for anything ({@link
 * org.prefbench.page.StudyPage}), and a site of many. Tables and charts are there without
 * JavaScript; with it they sort, hide, tell and play.
 */
package org.prefbench.page;
