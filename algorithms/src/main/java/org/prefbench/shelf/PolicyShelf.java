package org.prefbench.shelf;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Sha256;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;

/**
 * The trained policies, in one folder per environment:
 *
 * <pre>
 * index                              the cards and recipes, one path per line
 * hopper-v2/expert.policy            see {@link PolicyFiles}
 * hopper-v2/expert.json              {@link PolicyCard}
 * hopper-v2/medium-replay/00.policy  ...
 * hopper-v2/medium-replay.json       {@link ReplayRecipe}
 * </pre>
 *
 * A policy whose bytes are not those on its card is refused. Immutable: it shows what was there
 * when it was opened.
 */
public final class PolicyShelf {
  private static final String INDEX = "index";
  private static final String FOLDER = "policies/";
  private static final String CARD = ".json";
  private static final String POLICY = ".policy";

  /** Where a card lies below the folder: nothing that leads out of it. */
  private static final String PLACE = "[a-z0-9-]+/[a-z0-9-]+\\" + CARD;

  private final List<Entry<PolicyCard>> cards = new ArrayList<>();
  private final List<Entry<ReplayRecipe>> recipes = new ArrayList<>();

  /** A card or recipe and the shelf's folder that it lies in. */
  private record Entry<R extends Record>(URL root, R value) {}

  private PolicyShelf(List<URL> roots) {
    for (URL root : roots) {
      List<String> paths = text(root, INDEX).lines().filter(line -> !line.isBlank()).toList();
      for (String path : paths) {
        Checks.require(
            Collections.frequency(paths, path) == 1,
            "%s: '%s' is there twice",
            name(root, INDEX),
            path);
        Checks.require(
            path.matches(PLACE),
            "%s: a line must be like 'hopper-v2/expert.json', got '%s'",
            name(root, INDEX),
            path);
        if (path.endsWith("/" + ReplayRecipe.TIER + CARD)) {
          ReplayRecipe recipe =
              ShelfJson.read(name(root, path), text(root, path), ReplayRecipe.class);
          checkPlace(root, path, recipe.environment(), ReplayRecipe.TIER);
          recipes.add(new Entry<>(root, recipe));
        } else {
          PolicyCard card = ShelfJson.read(name(root, path), text(root, path), PolicyCard.class);
          checkPlace(root, path, card.environment(), card.tier());
          cards.add(new Entry<>(root, card));
        }
      }
    }
    cards.sort(Comparator.comparing(entry -> entry.value().id()));
    recipes.sort(Comparator.comparing(entry -> entry.value().id()));
  }

  /**
   * Returns what is shipped: the folders {@code policies} of all jars and folders that the thread's
   * class loader sees, as {@link java.util.ServiceLoader} looks for services.
   *
   * @throws InvalidInputException if a card is damaged
   */
  public static PolicyShelf standard() {
    try {
      List<URL> roots = new ArrayList<>();
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      for (URL index : Collections.list(loader.getResources(FOLDER + INDEX))) {
        roots.add(new URL(index, ""));
      }
      return new PolicyShelf(roots);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot look for policies on the class path: " + FileErrors.reason(e), e);
    }
  }

  /**
   * Returns what is in a folder.
   *
   * @throws InvalidInputException if it has no index, or a card is damaged
   */
  public static PolicyShelf at(Path folder) {
    try {
      return new PolicyShelf(List.of(folder.toUri().toURL()));
    } catch (MalformedURLException e) {
      throw new InvalidInputException(folder + ": not a folder that can be read", e);
    }
  }

  /** Returns the cards of the single policies, sorted by id. */
  public List<PolicyCard> cards() {
    return cards.stream().map(Entry::value).toList();
  }

  /** Returns the recipes, sorted by id. */
  public List<ReplayRecipe> recipes() {
    return recipes.stream().map(Entry::value).toList();
  }

  /**
   * Returns the policy of a card of this shelf.
   *
   * @throws InvalidInputException if its file is missing, damaged or another one
   */
  public Policy load(PolicyCard card) {
    URL root = root(cards, card);
    return load(root, card.environment() + "/" + card.tier() + POLICY, card.sha256());
  }

  /**
   * Returns snapshot number {@code index} of a recipe of this shelf.
   *
   * @throws InvalidInputException if its file is missing, damaged or another one
   */
  public Policy load(ReplayRecipe recipe, int index) {
    return load(
        root(recipes, recipe),
        recipe.environment() + "/" + snapshot(index),
        recipe.snapshots().get(index).sha256());
  }

  /**
   * Puts a policy into a folder, which need not exist yet, in place of one that is there.
   *
   * @throws InvalidInputException if the card is that of another policy
   */
  public static void put(Path folder, PolicyCard card, Policy policy) {
    checkSame(card.id(), card.sha256(), policy);
    Path place = folder.resolve(card.environment());
    PolicyFiles.write(place.resolve(card.tier() + POLICY), policy);
    AtomicFiles.write(place.resolve(card.tier() + CARD), ShelfJson.write(card));
    writeIndex(folder);
  }

  /**
   * Puts a recipe and its snapshots into a folder, which need not exist yet, in place of one that
   * is there.
   *
   * @param snapshots as many as the recipe names, in its order
   * @throws InvalidInputException if the recipe is that of other policies
   */
  public static void put(Path folder, ReplayRecipe recipe, List<? extends Policy> snapshots) {
    Checks.require(
        snapshots.size() == recipe.snapshots().size(),
        "%s has %d snapshots, got %d policies",
        recipe.id(),
        recipe.snapshots().size(),
        snapshots.size());
    Path place = folder.resolve(recipe.environment());
    for (int i = 0; i < snapshots.size(); i++) {
      String sha256 = recipe.snapshots().get(i).sha256();
      checkSame(recipe.id() + " snapshot " + i, sha256, snapshots.get(i));
      PolicyFiles.write(place.resolve(snapshot(i)), snapshots.get(i));
    }
    AtomicFiles.write(place.resolve(ReplayRecipe.TIER + CARD), ShelfJson.write(recipe));
    writeIndex(folder);
    removeFrom(place, snapshots.size());
  }

  /** Removes the snapshots of a longer recipe that was there before. */
  private static void removeFrom(Path place, int first) {
    try {
      for (int i = first; Files.deleteIfExists(place.resolve(snapshot(i))); i++) {}
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot remove old snapshots in " + place + ": " + FileErrors.reason(e), e);
    }
  }

  private static String snapshot(int index) {
    return String.format(Locale.ROOT, "%s/%02d%s", ReplayRecipe.TIER, index, POLICY);
  }

  private static void checkSame(String name, String sha256, Policy policy) {
    String found = PolicyFiles.checksum(policy);
    Checks.require(
        found.equals(sha256), "%s: the card is of policy %s, got %s", name, sha256, found);
  }

  /** Lists what is there, so that a jar, which cannot be listed, says what it holds. */
  private static void writeIndex(Path folder) {
    try (Stream<Path> files = Files.walk(folder, 2)) {
      String index =
          files
              .map(file -> folder.relativize(file).toString().replace('\\', '/'))
              .filter(path -> path.matches(PLACE))
              .sorted()
              .map(path -> path + "\n")
              .reduce("", String::concat);
      AtomicFiles.write(folder.resolve(INDEX), index);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder + ": " + FileErrors.reason(e), e);
    }
  }

  /** Returns a file's name for errors; a root is a folder, or a file beside it. */
  private static String name(URL root, String path) {
    String folder = root.getPath();
    return folder.substring(0, folder.lastIndexOf('/') + 1) + path;
  }

  private static void checkPlace(URL root, String path, String environment, String tier) {
    Checks.require(
        path.equals(environment + "/" + tier + CARD),
        "%s, in the index of %s: is about tier %s of %s",
        path,
        name(root, ""),
        tier,
        environment);
  }

  private static <R extends Record> URL root(List<Entry<R>> entries, R value) {
    return entries.stream()
        .filter(entry -> entry.value().equals(value))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not on this shelf: " + value))
        .root();
  }

  private static Policy load(URL root, String path, String sha256) {
    byte[] bytes = bytes(root, path);
    String found = new Sha256().add(bytes).hex();
    Checks.require(
        found.equals(sha256),
        "%s: its SHA-256 is %s, the card says %s: not the policy of the card",
        name(root, path),
        found,
        sha256);
    return PolicyFiles.fromBytes(name(root, path), bytes);
  }

  private static String text(URL root, String path) {
    return new String(bytes(root, path), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(URL root, String path) {
    try (InputStream input = new URL(root, path).openStream()) {
      return input.readAllBytes();
    } catch (FileNotFoundException e) {
      throw new InvalidInputException("policy shelf " + name(root, "") + " lacks " + path, e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read " + name(root, path) + ": " + FileErrors.reason(e), e);
    }
  }
}
