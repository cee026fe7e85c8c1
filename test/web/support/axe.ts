import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

/** The rules about colours, whose results can differ between light and dark. */
export const RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"] as const;

/**
 * The faults that axe finds on the present page, each with where it is, by all its rules or by these; empty if there
 * are none.
 */
export async function findAccessibilityFaults(
  page: Page,
  rules: readonly string[] | null = null,
): Promise<readonly string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(source);
  const options = { resultTypes: ["violations"], ...(rules && { runOnly: rules }) };
  const violations: readonly Violation[] = await page.evaluate(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return violations.map(({ id, help, nodes }) => {
    const where = nodes.map((node) => `${node.target.join(" ")} (${node.failureSummary ?? ""})`);
    return `${id}: ${help}: ${where.join("; ")}`;
  });
}
