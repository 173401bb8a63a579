package org.prefbench.algorithm;

/**
 * A method that says once what it is.
 *
 * @param <H> its settings
 */
public abstract class DeclaredMethod<H extends Record> implements AlgorithmFactory<H> {
  private final String id;
  private final String title;
  private final Family family;
  private final H defaults;

  /**
   * Creates a method.
   *
   * @param id as in {@link #id}
   * @param title as in {@link #title}
   * @param family as in {@link #family}
   * @param defaults as in {@link #defaults}
   */
  protected DeclaredMethod(String id, String title, Family family, H defaults) {
    this.id = id;
    this.title = title;
    this.family = family;
    this.defaults = defaults;
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final String title() {
    return title;
  }

  @Override
  public final Family family() {
    return family;
  }

  @Override
  public final H defaults() {
    return defaults;
  }
}
