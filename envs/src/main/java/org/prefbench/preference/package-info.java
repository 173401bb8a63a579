/**
 * Preferences between segments: pairs and their labels, the teachers that label them, the samplers
 * that draw the pairs, the files that keep them and the audit that tells whether labels carry
 * information. Ties and skipped queries are kept as such.
 */
package org.prefbench.preference;
