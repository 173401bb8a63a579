/**
 * What the numbers of a study come from, stage by stage: dataset, reference policy, labelled pairs,
 * trial. Here are the random streams, what a method is handed, and how it is evaluated; nothing
 * here knows where results go, because a result is outdated when one of these classes changes.
 */
package org.prefbench.stage;
