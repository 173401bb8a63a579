package org.prefbench.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.prefbench.algorithm.Algorithms;

/**
 * Every registered method keeps every rule. As many methods are looked at side by side as there are
 * processors: most of the time goes into waiting for the process that each is trained in anew.
 */
class MethodContractTest {
  private static final ExecutorService LOOKING =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  @AfterAll
  static void noMore() {
    LOOKING.shutdownNow();
  }

  @TestFactory
  List<DynamicContainer> everyMethodKeepsEveryRule() {
    return Algorithms.registered().all().stream()
        .map(factory -> everyRule(factory.id(), new MethodContract(factory, Map.of())))
        .toList();
  }

  /** Settings that change what a method needs or does while it acts. */
  @TestFactory
  List<DynamicContainer> thePlannerKeepsThemWithValuesToo() {
    return Stream.of(
            Map.of("value", "continuation", "forks", "2", "value-steps", "5"),
            Map.of("value", "learned", "learned-episodes", "3", "learned-steps", "20"),
            Map.of("segment-length", "4", "rollout-frequency", "3"))
        .map(
            set ->
                everyRule(
                    set.toString(),
                    new MethodContract(Algorithms.registered().get("best-of-n"), set)))
        .toList();
  }

  /** Settings that change what a loss of winners and losers reads. */
  @TestFactory
  List<DynamicContainer> directMethodsKeepThemByTheirOtherReadingsToo() {
    return Stream.of(
            Map.entry("cpl", Map.of("score", "log-density", "train-std", "true")),
            Map.entry("cpl-kl", Map.of("score", "distance")),
            Map.entry("kto", Map.of("zero-point", "batch-mean", "normalise", "mean")),
            Map.entry("sppo", Map.of("centred", "true")),
            Map.entry("rdpo", Map.of("logit-limit", "10")),
            Map.entry("gpm", Map.of("preference-form", "bradley-terry")))
        .map(
            method ->
                everyRule(
                    method.toString(),
                    new MethodContract(
                        Algorithms.registered().get(method.getKey()), method.getValue())))
        .toList();
  }

  private static DynamicContainer everyRule(String name, MethodContract contract) {
    Future<Map<Rule, Finding>> found =
        LOOKING.submit(
            () ->
                Arrays.stream(Rule.values())
                    .collect(Collectors.toMap(rule -> rule, contract::look)));
    return DynamicContainer.dynamicContainer(
        name,
        Arrays.stream(Rule.values())
            .map(
                rule ->
                    DynamicTest.dynamicTest(
                        rule.word(), () -> keeps(rule, found.get().get(rule)))));
  }

  private static void keeps(Rule rule, Finding finding) {
    assumeTrue(
        rule != Rule.NATIVE_MEMORY || finding.outcome() != Finding.Outcome.SKIP, finding.seen());
    assertEquals(Finding.Outcome.PASS, finding.outcome(), finding.toString());
  }
}
