/** YAML as a tree of mappings, sequences and scalars that know where they stand. */
package org.prefbench.study.yaml;
