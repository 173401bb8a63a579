/**
 * Where the data and the labelled pairs of a study come from: made here, or files of the user
 * ({@link org.prefbench.run.source.DataSource}, {@link org.prefbench.run.source.PairFiles}), and
 * what is known of a task before anything is made ({@link org.prefbench.run.source.TaskSetting}).
 */
package org.prefbench.run.source;
