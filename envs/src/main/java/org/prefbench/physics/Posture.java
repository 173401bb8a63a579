package org.prefbench.physics;

/**
 * Where the shapes of a mechanism are in a given configuration, for those who draw it. It has a
 * simulation of its own, so looking changes nothing. Every shape is a sphere swept along a segment,
 * which for a sphere is a point; the world's shapes are left out. Not thread-safe.
 */
public final class Posture {
  private final Model model;
  private final Data data;
  private final int[] geoms; // those that move
  private final int[] tree;
  private final int[] branch;

  /** Creates the posture that the model's file draws. */
  public Posture(Model model) {
    this.model = model;
    data = new Data(model);
    int moving = 0;
    for (int g = 0; g < model.geoms.count; g++) {
      moving += model.geoms.link[g] == 0 ? 0 : 1;
    }
    geoms = new int[moving];
    tree = new int[moving];
    branch = new int[moving];
    int[] treeOfLink = new int[model.links.count];
    int[] branchOfLink = new int[model.links.count];
    numberLinks(treeOfLink, branchOfLink);
    int shape = 0;
    for (int g = 0; g < model.geoms.count; g++) {
      int link = model.geoms.link[g];
      if (link != 0) {
        geoms[shape] = g;
        tree[shape] = treeOfLink[link];
        branch[shape++] = branchOfLink[link];
      }
    }
    Kinematics.compute(data);
  }

  private void numberLinks(int[] treeOfLink, int[] branchOfLink) {
    int trees = 0;
    int[] branches = new int[model.links.count]; // so far, of each root
    for (int link = 1; link < model.links.count; link++) {
      int parent = model.links.parent[link];
      int root = model.links.root[link];
      treeOfLink[link] = parent == 0 ? trees++ : treeOfLink[root];
      if (parent != 0) {
        branchOfLink[link] = parent == root ? ++branches[root] : branchOfLink[parent];
      }
    }
  }

  /**
   * Takes the configuration that is in the first entries of {@code state}, of which nothing is
   * changed.
   *
   * @param state {@code [at least nq]}
   */
  public void place(double[] state) {
    System.arraycopy(state, 0, data.qpos, 0, data.qpos.length);
    Kinematics.compute(data);
  }

  /** Returns the number of shapes. */
  public int shapes() {
    return geoms.length;
  }

  /** Returns a world coordinate of the first end of a shape's segment, m. */
  public double start(int shape, int axis) {
    return onAxis(geoms[shape], -model.geoms.halfLength[geoms[shape]], axis);
  }

  /** Returns a world coordinate of the second end of a shape's segment, m. */
  public double end(int shape, int axis) {
    return onAxis(geoms[shape], model.geoms.halfLength[geoms[shape]], axis);
  }

  private double onAxis(int geom, double along, int axis) {
    double[] point = new double[3];
    for (int i = 0; i < 3; i++) {
      point[i] = model.geoms.position[3 * geom + i] + along * model.geoms.axis[3 * geom + i];
    }
    return Kinematics.worldCoordinate(data, model.geoms.link[geom], point, 0, axis);
  }

  /** Returns whether a shape is a sphere, so that both ends are its centre. */
  public boolean sphere(int shape) {
    return model.geoms.halfLength[geoms[shape]] == 0;
  }

  /** Returns the radius of a shape, m. */
  public double radius(int shape) {
    return model.geoms.radius[geoms[shape]];
  }

  /** Returns the number of the mechanism that a shape belongs to, from 0. */
  public int tree(int shape) {
    return tree[shape];
  }

  /**
   * Returns the number of the limb that a shape belongs to: 0 for what is fixed to the mechanism's
   * root, else 1, 2, ... in the order of the model's file.
   */
  public int branch(int shape) {
    return branch[shape];
  }

  /** Returns a world coordinate of the origin of the first mechanism's root, m. */
  public double root(int axis) {
    return data.linkPosition[3 + axis];
  }
}
