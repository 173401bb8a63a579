/**
 * Reads HDF5 files by what they say (HDF5 File Format Specification 3.0, The HDF Group): groups of
 * every kind, links, the whole type of a column, fill values, every layout of one file, and the
 * filters deflate, shuffle, Fletcher-32 and LZF. What it does not read is refused by name, never
 * guessed. Every size in a file is held against the file's length before memory is taken, and
 * structures that carry a checksum are compared with it.
 */
package org.prefbench.dataset.hdf5;
