package org.prefbench.physics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.prefbench.core.Checks;
import org.prefbench.physics.Model.PairType;
import org.prefbench.physics.ModelDescription.Body;
import org.prefbench.physics.ModelDescription.Geom;
import org.prefbench.physics.ModelDescription.GeomType;
import org.prefbench.physics.ModelDescription.Joint;
import org.prefbench.physics.ModelDescription.JointType;
import org.prefbench.physics.ModelDescription.Motor;
import org.prefbench.physics.ModelDescription.Site;

/** Derives a {@link Model} from its description: one method per group of the model's arrays. */
final class ModelCompiler {
  private static final double MIN_FRICTION = 1e-5;
  private static final Map<List<GeomType>, PairType> PAIR_TYPES =
      Map.of(
          List.of(GeomType.PLANE, GeomType.SPHERE), PairType.PLANE_SPHERE,
          List.of(GeomType.PLANE, GeomType.CAPSULE), PairType.PLANE_CAPSULE,
          List.of(GeomType.SPHERE, GeomType.SPHERE), PairType.SPHERE_SPHERE,
          List.of(GeomType.SPHERE, GeomType.CAPSULE), PairType.SPHERE_CAPSULE,
          List.of(GeomType.CAPSULE, GeomType.CAPSULE), PairType.CAPSULE_CAPSULE);

  private final ModelDescription description;
  private final String source;
  private final List<Joint> allJoints;
  private final List<Geom> allGeoms;
  private final double[] qpos0;
  private final int nv;
  private final Model.Links links;
  private final Model.Joints joints;
  private final Model.Dofs dofs;
  private final Model.Geoms geoms;
  private final Model.Motors motors;
  private final Model.Bodies bodies;

  ModelCompiler(ModelDescription description, String source, CapsuleInertia capsuleInertia) {
    this.description = description;
    this.source = source;
    List<Body> all = description.bodies();
    allJoints = all.stream().flatMap(body -> body.joints().stream()).toList();
    allGeoms = all.stream().flatMap(body -> body.geoms().stream()).toList();
    qpos0 =
        new double
            [allJoints.stream().mapToInt(joint -> joint.type() == JointType.FREE ? 7 : 1).sum()];
    nv = allJoints.stream().mapToInt(joint -> joint.type() == JointType.FREE ? 6 : 1).sum();
    links =
        new Model.Links(
            1 + (int) all.stream().filter(body -> !body.joints().isEmpty()).count(), nv);
    joints = new Model.Joints(allJoints.size());
    dofs = new Model.Dofs(nv);
    geoms = new Model.Geoms(allGeoms.size());
    motors = new Model.Motors(description.motors().size());
    bodies = new Model.Bodies(all.size());
    placeBodies();
    placeJoints();
    placeDofs();
    placeGeoms();
    distributeMass(capsuleInertia);
    placeMotors();
  }

  Model compile() {
    List<int[]> candidates = candidatePairs();
    Model.Limits limits = limits();
    Model.Pairs pairs = pairs(candidates);
    Model model =
        new Model(
            description.name(),
            description.options(),
            qpos0,
            links,
            joints,
            dofs,
            MatrixLayout.of(dofs.parent, coupleBranches(candidates)),
            limits,
            geoms,
            pairs,
            motors,
            bodies,
            sites());
    // The last constants need kinematics and inertia of the model itself; nobody else has seen it
    // yet.
    InverseWeights.compute(model);
    softenLimits(limits);
    softenPairs(pairs);
    return model;
  }

  private void placeBodies() {
    int link = 0;
    for (int b = 0; b < bodies.count; b++) {
      Body body = description.bodies().get(b);
      bodies.name[b] = body.name();
      if (b == 0) {
        Checks.require(body.joints().isEmpty(), "%s: the world cannot have joints", source);
        continue;
      }
      int parentLink = bodies.link[body.parent()];
      double[] offset =
          new double[3]; // bodies are not turned against their parents, so offsets add up
      Arrays.setAll(offset, i -> bodies.position[3 * body.parent() + i] + body.position()[i]);
      if (body.joints().isEmpty()) {
        bodies.link[b] = parentLink;
        System.arraycopy(offset, 0, bodies.position, 3 * b, 3);
      } else {
        bodies.link[b] = ++link;
        links.parent[link] = parentLink;
        links.root[link] = parentLink == 0 ? link : links.root[parentLink];
        links.free[link] = body.joints().get(0).type() == JointType.FREE;
        System.arraycopy(offset, 0, links.position, 3 * link, 3);
        Checks.require(
            body.joints().stream().noneMatch(joint -> joint.type() == JointType.FREE)
                || body.joints().size() == 1 && parentLink == 0,
            "%s: body %s: a free joint must be the only joint of a child of the world",
            source,
            body.name());
      }
    }
  }

  private void placeJoints() {
    int j = 0;
    int qpos = 0;
    int dof = 0;
    for (int b = 0; b < bodies.count; b++) {
      for (Joint joint : description.bodies().get(b).joints()) {
        boolean free = joint.type() == JointType.FREE;
        joints.name[j] = joint.name();
        joints.hinge[j] = joint.type() == JointType.HINGE;
        joints.qpos[j] = qpos;
        joints.dof[j] = dof;
        joints.stiffness[j] = joint.stiffness();
        System.arraycopy(joint.axis(), 0, joints.axis, 3 * j, 3);
        System.arraycopy(joint.anchor(), 0, joints.anchor, 3 * j, 3);
        joints.anchored[j] = Arrays.stream(joint.anchor()).anyMatch(value -> value != 0);
        if (free) {
          Checks.require(
              joint.stiffness() == 0 && joint.lower() == Double.NEGATIVE_INFINITY,
              "%s: free joint %s must have neither stiffness nor limits",
              source,
              joint.name());
          System.arraycopy(links.position, 3 * bodies.link[b], qpos0, qpos, 3);
          qpos0[qpos + 3] = 1;
        } else {
          qpos0[qpos] = joint.reference();
        }
        qpos += free ? 7 : 1;
        dof += free ? 6 : 1;
        links.firstJoint[bodies.link[b] + 1] = ++j;
      }
    }
  }

  private void placeDofs() {
    links.lastDof[0] = -1;
    for (int link = 1; link < links.count; link++) {
      int parent = links.lastDof[links.parent[link]];
      System.arraycopy(links.movedByDof, links.parent[link] * nv, links.movedByDof, link * nv, nv);
      for (int j = links.firstJoint[link]; j < links.firstJoint[link + 1]; j++) {
        int end = j + 1 < joints.count ? joints.dof[j + 1] : nv;
        for (int k = joints.dof[j]; k < end; k++) {
          dofs.parent[k] = parent;
          dofs.damping[k] = allJoints.get(j).damping();
          dofs.armature[k] = allJoints.get(j).armature();
          links.movedByDof[link * nv + k] = true;
          parent = k;
        }
      }
      links.lastDof[link] = parent;
    }
  }

  private void placeGeoms() {
    int g = 0;
    for (int b = 0; b < bodies.count; b++) {
      for (Geom geom : description.bodies().get(b).geoms()) {
        Checks.require(
            geom.type() != GeomType.PLANE || b == 0,
            "%s: plane %s must belong to the world",
            source,
            geom.name());
        geoms.name[g] = geom.name();
        geoms.body[g] = b;
        geoms.link[g] = bodies.link[b];
        geoms.radius[g] = geom.radius();
        geoms.halfLength[g] = geom.halfLength();
        for (int i = 0; i < 3; i++) {
          geoms.position[3 * g + i] = bodies.position[3 * b + i] + geom.position()[i];
          geoms.axis[3 * g + i] = geom.rotation()[3 * i + 2];
        }
        g++;
      }
    }
  }

  /** Mass, centre and inertia of each body from its shapes, then of each link from its bodies. */
  private void distributeMass(CapsuleInertia capsuleInertia) {
    for (int g = 0; g < geoms.count; g++) {
      if (geoms.body[g] > 0) {
        addGeom(g, capsuleInertia);
      }
    }
    double scale =
        description.totalMass() > 0
            ? description.totalMass() / Arrays.stream(bodies.mass).sum()
            : 1;
    for (int b = 1; b < bodies.count; b++) {
      bodies.mass[b] *= scale;
      for (int i = 6 * b; i < 6 * b + 6; i++) {
        bodies.inertia[i] *= scale;
      }
      MassProperties.merge(
          links.mass,
          links.center,
          links.inertia,
          bodies.link[b],
          bodies.mass[b],
          bodies.center,
          bodies.inertia,
          b);
    }
    for (int link = links.count - 1; link > 0; link--) {
      Checks.require(
          links.mass[link] > 0,
          "%s: the body of joint %s must have mass",
          source,
          joints.name[links.firstJoint[link]]);
      links.subtreeMass[link] += links.mass[link];
      links.subtreeMass[links.parent[link]] += links.subtreeMass[link];
    }
  }

  private void addGeom(int g, CapsuleInertia capsuleInertia) {
    Geom geom = allGeoms.get(g);
    double[] moments = new double[3];
    double mass = MassProperties.ofGeom(geom, capsuleInertia, moments);
    int b = geoms.body[g];
    if (bodies.mass[b] == 0) {
      System.arraycopy(geom.rotation(), 0, bodies.fluidAxes, 9 * b, 9);
      for (int i = 0; i < 3; i++) {
        double sum = moments[(i + 1) % 3] + moments[(i + 2) % 3] - moments[i];
        bodies.fluidBox[3 * b + i] = Math.sqrt(Math.max(1e-15, 6 * sum / mass));
      }
    } else {
      Checks.require(
          description.options().density() == 0 && description.options().viscosity() == 0,
          "%s: body %s must have one geom: fluid forces on composed bodies are not supported",
          source,
          bodies.name[b]);
    }
    double[] center = Arrays.copyOfRange(geoms.position, 3 * g, 3 * g + 3);
    MassProperties.merge(
        bodies.mass,
        bodies.center,
        bodies.inertia,
        b,
        mass,
        center,
        Rotation.congruence(geom.rotation(), moments),
        0);
  }

  private void placeMotors() {
    for (int i = 0; i < description.motors().size(); i++) {
      Motor motor = description.motors().get(i);
      int joint = Arrays.asList(joints.name).indexOf(motor.joint());
      if (joint < 0) {
        throw Checks.unknown(
            "joint of a motor in " + source, motor.joint(), Arrays.asList(joints.name));
      }
      motors.dof[i] = joints.dof[joint];
      motors.gear[i] = motor.gear();
      motors.lower[i] = motor.lower();
      motors.upper[i] = motor.upper();
    }
  }

  private Model.Sites sites() {
    List<String> names = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    List<Double> positions = new ArrayList<>();
    for (int b = 0; b < bodies.count; b++) {
      for (Site site : description.bodies().get(b).sites()) {
        names.add(site.name());
        owners.add(bodies.link[b]);
        for (int i = 0; i < 3; i++) {
          positions.add(bodies.position[3 * b + i] + site.position()[i]);
        }
      }
    }
    return new Model.Sites(
        names.toArray(String[]::new),
        owners.stream().mapToInt(Integer::intValue).toArray(),
        positions.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Returns the pairs of shapes that may touch, in the order in which contacts are listed. */
  private List<int[]> candidatePairs() {
    List<int[]> pairs = new ArrayList<>();
    for (int b1 = 0; b1 < bodies.count; b1++) {
      for (int b2 = b1 + 1; b2 < bodies.count; b2++) {
        int l1 = bodies.link[b1];
        int l2 = bodies.link[b2];
        boolean neighbors = l1 > 0 && l2 > 0 && (links.parent[l2] == l1 || links.parent[l1] == l2);
        if (l1 != l2 && !neighbors) {
          addCandidates(b1, b2, pairs);
        }
      }
    }
    return pairs;
  }

  /** Adds the pairs of shapes of two bodies, the simpler shape first. */
  private void addCandidates(int b1, int b2, List<int[]> pairs) {
    int root1 = links.root[bodies.link[b1]];
    int root2 = links.root[bodies.link[b2]];
    boolean supported = bodies.link[b1] == 0 || bodies.link[b2] == 0 || root1 == root2;
    for (int g1 = 0; g1 < geoms.count; g1++) {
      for (int g2 = 0; g2 < geoms.count; g2++) {
        if (geoms.body[g1] == b1
            && geoms.body[g2] == b2
            && mayTouch(allGeoms.get(g1), allGeoms.get(g2))) {
          Checks.require(
              supported,
              "%s: geoms %s and %s belong to different trees: contacts between them are not supported",
              source,
              geoms.name[g1],
              geoms.name[g2]);
          boolean ordered = allGeoms.get(g1).type().compareTo(allGeoms.get(g2).type()) <= 0;
          pairs.add(ordered ? new int[] {g1, g2} : new int[] {g2, g1});
        }
      }
    }
  }

  private static boolean mayTouch(Geom first, Geom second) {
    return (first.contactType() & second.contactAffinity()) != 0
        || (second.contactType() & first.contactAffinity()) != 0;
  }

  /**
   * Returns whether some pair couples degrees of freedom of which neither is the other's ancestor.
   */
  private boolean coupleBranches(List<int[]> pairs) {
    return pairs.stream()
        .anyMatch(
            pair -> {
              int first = links.lastDof[geoms.link[pair[0]]];
              int second = links.lastDof[geoms.link[pair[1]]];
              int deeper = Math.max(first, second);
              int other = Math.min(first, second);
              while (deeper > other) {
                deeper = dofs.parent[deeper];
              }
              return other >= 0 && deeper != other;
            });
  }

  private Model.Limits limits() {
    int[] limited =
        IntStream.range(0, joints.count)
            .filter(j -> allJoints.get(j).lower() > Double.NEGATIVE_INFINITY)
            .toArray();
    Model.Limits limits = new Model.Limits(limited.length);
    for (int i = 0; i < limits.count; i++) {
      Joint joint = allJoints.get(limited[i]);
      limits.joint[i] = limited[i];
      limits.lower[i] = joint.lower();
      limits.upper[i] = joint.upper();
      limits.margin[i] = joint.margin();
    }
    return limits;
  }

  private void softenLimits(Model.Limits limits) {
    double timestep = description.options().timestep();
    for (int i = 0; i < limits.count; i++) {
      double scale = dofs.inverseWeight[joints.dof[limits.joint[i]]];
      Softness.write(
          allJoints.get(limits.joint[i]).softness(), timestep, scale, limits.softness, i);
    }
  }

  private Model.Pairs pairs(List<int[]> candidates) {
    Model.Pairs pairs = new Model.Pairs(candidates.size());
    for (int p = 0; p < pairs.count; p++) {
      pairs.first[p] = candidates.get(p)[0];
      pairs.second[p] = candidates.get(p)[1];
      Geom first = allGeoms.get(pairs.first[p]);
      Geom second = allGeoms.get(pairs.second[p]);
      pairs.type[p] = PAIR_TYPES.get(List.of(first.type(), second.type()));
      pairs.dimension[p] = Math.max(first.dimension(), second.dimension());
      pairs.margin[p] = Math.max(first.margin(), second.margin());
      pairs.friction[p] = Math.max(MIN_FRICTION, Math.max(first.friction(), second.friction()));
    }
    return pairs;
  }

  private void softenPairs(Model.Pairs pairs) {
    double timestep = description.options().timestep();
    for (int p = 0; p < pairs.count; p++) {
      double weight =
          bodies.inverseWeight[geoms.body[pairs.first[p]]]
              + bodies.inverseWeight[geoms.body[pairs.second[p]]];
      double squaredFriction = pairs.friction[p] * pairs.friction[p];
      double scale =
          pairs.dimension[p] == 1 ? weight : 2 * squaredFriction * weight * (1 + squaredFriction);
      Softness.write(
          Softness.mean(
              allGeoms.get(pairs.first[p]).softness(), allGeoms.get(pairs.second[p]).softness()),
          timestep,
          scale,
          pairs.softness,
          p);
    }
  }
}
