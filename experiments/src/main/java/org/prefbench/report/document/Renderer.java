package org.prefbench.report.document;

/** A way to write blocks down; each method returns whole lines. */
public interface Renderer {
  /** Returns a heading. */
  String heading(Block.Heading heading);

  /** Returns a paragraph. */
  String text(Block.Text text);

  /** Returns a table. */
  String table(Block.Table table);

  /** Returns remarks, each on its own. */
  String notes(Block.Notes notes);

  /** Returns a picture. */
  String figure(Block.Figure figure);
}
