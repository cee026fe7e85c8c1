import { expect, test } from "vitest";
import { UPDATER_NEEDS } from "../../src/catalog/updater-needs.ts";
import { UPDATERS, type Updater } from "../../src/catalog/updaters.ts";
import type { Feed } from "../../src/feeds/feed.ts";
import { type FeedRoute, fieldsOf } from "../../src/feeds/feed-route.ts";
import { FEEDS } from "../../src/feeds/feeds.ts";
import { SETUPS } from "../../src/feeds/setup/setups.ts";

test("docs/feeds.md is the table of protocols that is answered by (renew it with -u)", async () => {
  await expect(document()).toMatchFileSnapshot("../../docs/feeds.md");
});

test("every protocol has a name, routes and operations of its own", () => {
  const routes = FEEDS.flatMap((feed) => feed.routes);
  for (const all of [FEEDS.map(({ name }) => name), routes.map(({ operationId }) => operationId)]) {
    expect(new Set(all).size).toBe(all.length);
  }
  expect(FEEDS.map(({ name }) => name)).toEqual(UPDATERS);
  for (const { name } of FEEDS) {
    const addresses = addressesOf(name);
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of addresses) expect(address).toMatch(new RegExp(`^/feeds/${name}/`));
  }
});

const BEGINNING = `# Feeds

The updaters in desktop apps ask Sluice in their own protocols. All of them are answered by the same decision as
\`GET /v1/updates/check\`; a feed is only another way to say it. Made from the table in \`src/feeds/feeds.ts\`: renew it
with \`npx vitest run test/feeds/feeds-document.test.ts -u\`.

A feed needs no token. What an updater says of itself is taken where it can be understood, and a feed never fails over the
rest. An unknown organization is answered by the vendor default (R21).
`;

function document(): string {
  return [BEGINNING, overview(), ...FEEDS.map(section)].join("\n");
}

function overview(): string {
  const rows = FEEDS.map(({ name, updaters, spelling }) => {
    const { formats, needs } = UPDATER_NEEDS[name];
    const ofPlatforms = Object.entries(formats).map(([platform, all]) => `${platform}: ${all.join(", ")}`);
    const given = addressesOf(name).map(code).join(" or ");
    return row([name, updaters, given, spelling, ofPlatforms.join("; ") || "any", needs.join("; ")]);
  });
  const head = [
    "protocol",
    "updaters",
    "address that an app is given",
    "versions",
    "formats",
    "a build needs",
  ];
  return [row(head), row(head.map(() => "---")), ...rows, ""].join("\n");
}

/** Whether steps on the way (R28) and the end of life (R29, R30) can be seen to, by where what runs is known from. */
const STEPS: Readonly<Record<Feed["runningFrom"], Readonly<Record<Feed["withoutVersion"], string>>>> = {
  updater: {
    stays: "at work: the updater or the address says what runs; where neither does, nothing is offered",
    newest:
      "at work: the updater says what runs; a first installation, which runs nothing, is offered the newest release directly",
  },
  address: {
    stays: "at work: the address says what runs; without `version` nothing is offered",
    newest:
      "at work where the address says `version`; without it the newest release is offered directly, also across a floor (`steps_not_applied`)",
  },
  first_address: {
    stays: "not at work",
    newest:
      "not at work: what runs is not known, so the newest release is offered directly, also across a floor (`steps_not_applied`). A `version` in the address stays the one that was installed first, and with it no installation gets past a floor: leave it out",
  },
};

function section(feed: Feed): string {
  const { name, routes, noUpdate, runningFrom, withoutVersion } = feed;
  const described = routes.flatMap((route) => describeRoute(name, route));
  return [
    `## ${name}`,
    "",
    ...described,
    `- no update: ${noUpdate}`,
    `- steps, support and end of life: ${STEPS[runningFrom][withoutVersion]}`,
    `- systems: ${SYSTEMS[feed.comparesSystem]}`,
    "",
  ].join("\n");
}

/** How the systems of a build (R32) reach an updater. */
const SYSTEMS: Readonly<Record<Feed["comparesSystem"], string>> = {
  never: "the `osVersion` that is said decides; the updater compares nothing",
  minimum: "the `osVersion` that is said decides; the updater compares the minimum, too",
  both: "the `osVersion` that is said decides; the updater compares the minimum and the maximum, too",
  by_app:
    "the `osVersion` that is said together with the platform decides; minimum and maximum are named, so that the app can compare them",
};

function describeRoute(name: Updater, route: FeedRoute): readonly string[] {
  const { method, files, contentTypes } = route;
  return [
    `- \`${method} /feeds/${name}/{organization}${files.length > 0 ? "/{file}" : ""}\` answers ${contentTypes.join(", ")}`,
    ...(files.length > 0 ? [`  - \`{file}\`: ${files.map(code).join(", ")}`] : []),
    `  - may say, in the query or as pairs in the path: ${fieldsOf(route).map(code).join(", ")}`,
  ];
}

/** The addresses in the lines that developers write, each once. */
function addressesOf(name: Updater): readonly string[] {
  const app = {
    server: "",
    organization: "ORGANIZATION",
    user: null,
    key: null,
    arch: "x64",
    version: "VERSION",
  } as const;
  const lines = SETUPS[name].frameworks.flatMap(({ platforms, files }) =>
    platforms.slice(0, 1).flatMap((platform) => files({ ...app, platform }).map(({ text }) => text)),
  );
  return [...new Set(lines.flatMap((text) => text.match(/\/feeds\/[^"'`\s<]+/g) ?? []))];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}
