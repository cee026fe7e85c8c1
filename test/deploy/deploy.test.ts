import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { SETTINGS } from "../../src/api/config.ts";
import { EDGE_SETTINGS } from "../../src/edge/edge-config.ts";
import { LIMITS } from "../../src/serving/limits.ts";
import { EDGE_KEY, EdgeProcess } from "../support/edge-process.ts";
import { startServer } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

interface Container {
  readonly envFrom: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  readonly ports: readonly { readonly name: string }[];
  readonly [probe: `${string}Probe`]: { readonly httpGet: { readonly path: string; readonly port: string } };
}

interface IngressPath {
  readonly path: string;
  readonly backend: { readonly service: { readonly name: string } };
}

const compose = parse(read("deploy/compose.yaml"), { merge: true });
const objects = parseAllDocuments(read("deploy/kubernetes.yaml")).map((document) => {
  expect(document.errors).toEqual([]);
  return document.toJS();
});
const byKind = (kind: string) => objects.find((one) => one.kind === kind);
const container: Container = byKind("Deployment").spec.template.spec.containers[0];

/** The variables that a server or an edge reads. */
const VARIABLES = new Set([...SETTINGS, ...EDGE_SETTINGS].map(({ name }): string => name));
const CREDENTIALS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

describe("every variable that is set is one that the program reads:", () => {
  const dockerfile = read("deploy/Dockerfile");
  const inImage = /^ENV (.*)$/m.exec(dockerfile)?.[1]?.split(" ") ?? [];
  const unit = [...read("deploy/sluice.service").matchAll(/^Environment=(.*)$/gm)];
  const unitVariables = unit
    .flatMap(([, pairs = ""]) => pairs.split(" ").map((pair) => pair.split("=")[0] ?? ""))
    .filter((name) => name !== "SERVE_OPTIONS");
  test.each([
    ["compose.yaml, one", Object.keys(compose.services.one.environment)],
    ["compose.yaml, two", Object.keys(compose.services.two.environment)],
    ["kubernetes.yaml, the map", Object.keys(byKind("ConfigMap").data)],
    ["kubernetes.yaml, the container", container.env.map(({ name }) => name)],
    ["Dockerfile", inImage.map((pair) => pair.split("=")[0] ?? "")],
    ["sluice.service", unitVariables],
  ])("%s", (_where, names) => {
    expect(names.length).toBeGreaterThan(0);
    const own = names.filter((name) => !CREDENTIALS.includes(name) && name !== "NODE_ENV");
    expect(own.filter((name) => !VARIABLES.has(name))).toEqual([]);
  });
});

/** A section of the operator's page, without those below it. */
function section(heading: string): string {
  const [, text = ""] = read("docs/operating.md").split(`\n## ${heading}\n`);
  return text.split("\n## ")[0] ?? "";
}

describe("the example for Kubernetes", () => {
  test("holds no secret, and names the labels, the map and the port that it has", () => {
    const secrets = container.env.filter(({ name }) => /URL$|KEY/.test(name));
    expect(secrets.length).toBeGreaterThan(0);
    for (const { value, valueFrom } of secrets) {
      expect([value, valueFrom]).toEqual([undefined, { secretKeyRef: expect.anything() }]);
    }
    expect(container.envFrom[0]?.configMapRef.name).toBe(byKind("ConfigMap").metadata.name);
    const { labels } = byKind("Deployment").spec.template.metadata;
    expect(byKind("Service").spec.selector).toEqual(labels);
    expect(byKind("PodDisruptionBudget").spec.selector.matchLabels).toEqual(labels);
    expect(container.ports.map(({ name }) => name)).toContain(byKind("Service").spec.ports[0].targetPort);
  });
});

test("the image is made of files that are there, and does not run as root", () => {
  const dockerfile = read("deploy/Dockerfile");
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, paths = ""]) =>
    paths.split(" "),
  );
  const kept = [...dockerfile.matchAll(/^COPY --from=\w+ \/app\/(\S+) /gm)].map(([, path = ""]) => path);
  const made = ["dist", "node_modules"];
  const missing = [...copied, ...kept].filter(
    (path) => !made.includes(path) && !existsSync(join(ROOT, path)),
  );
  expect(missing).toEqual([]);
  expect(kept.length).toBeGreaterThan(3);
  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile).toMatch(/^ARG NODE_IMAGE=node:24-/m);
  expect(dockerfile).toMatch(/^HEALTHCHECK .*\n.*\/healthz/m);
  // No script of a package runs while the image is made.
  expect(dockerfile.match(/npm ci/g)?.length).toBe(dockerfile.match(/npm ci .*--ignore-scripts/g)?.length);
});

test("the unit of systemd gives the server a data directory of its own, and waits for its stop", () => {
  const unit = read("deploy/sluice.service");
  const settings = new Map(
    [...unit.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
  expect(unit).toContain("DATA_DIR=/var/lib/sluice ");
  expect(settings.get("StateDirectory")).toBe("sluice");
  expect(settings.get("StateDirectoryMode")).toBe("0700");
  expect(settings.get("UMask")).toBe("0077");
  expect(settings.get("ProtectSystem")).toBe("strict");
  expect(settings.get("ExecReload")).toBe("/bin/kill -HUP $MAINPID");
  expect(Number(settings.get("TimeoutStopSec"))).toBeGreaterThan(LIMITS.stopMs / 1000);
  // V8 compiles while it runs.
  expect(settings.has("MemoryDenyWriteExecute")).toBe(false);
});

test("the balancer knows the servers of the compose file, by name and port", () => {
  const servers = [...read("deploy/haproxy.cfg").matchAll(/^ {2}server \S+ (\S+):8080$/gm)].map(
    ([, name]) => name,
  );
  expect(servers).toEqual(["one", "two"]);
  expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(servers));
  expect(read("deploy/Dockerfile")).toContain("PORT=8080");
});

describe("the examples with edges", () => {
  const edges = parse(read("deploy/compose.edges.yaml"), { merge: true });
  const inKubernetes = parseAllDocuments(read("deploy/kubernetes-edges.yaml")).map((document) =>
    document.toJS(),
  );
  const ofKind = (kind: string) => inKubernetes.find((one) => one.kind === kind);

  test("set only variables that an edge reads, and no secret", () => {
    const edgeContainer: Container = ofKind("Deployment").spec.template.spec.containers[0];
    const ofCompose = edges.services["edge-one"].environment;
    for (const name of [...Object.keys(ofCompose), ...edgeContainer.env.map((one) => one.name)]) {
      expect(VARIABLES.has(name), name).toBe(true);
    }
    expect(edgeContainer.env.find(({ name }) => name === "SLUICE_EDGE_KEY")?.value).toBeUndefined();
    expect(ofCompose.SLUICE_EDGE_KEY).toMatch(/^\$\{SLUICE_EDGE_KEY:\?/);
  });

  test("send checks and feeds to edges, and let nobody outside ask for what edges are given", () => {
    const haproxy = read("deploy/haproxy-edges.cfg");
    expect([...haproxy.matchAll(/^ {2}server \S+ (\S+):8090$/gm)].map(([, name]) => name)).toEqual(
      Object.keys(edges.services).filter((name) => name.startsWith("edge-")),
    );
    expect(haproxy).toContain("http-request deny if { path_beg /v1/edge/ }");
    const { paths } = ofKind("Ingress").spec.rules[0].http;
    const toEdges = paths.filter(
      (one: IngressPath) => one.backend.service.name === ofKind("Service").metadata.name,
    );
    expect(toEdges.map(({ path }: IngressPath) => path)).toEqual([
      "/v1/updates/check",
      "/feeds/",
      "/v1/edge/",
    ]);
    expect(ofKind("Service").spec.selector).toEqual(ofKind("Deployment").spec.template.metadata.labels);
  });

  test("the balancer with edges does with servers what the one without does", () => {
    const ofServers = (file: string) => read(`deploy/${file}`).split("\nbackend servers\n")[1];
    expect(ofServers("haproxy-edges.cfg")).toBe(ofServers("haproxy.cfg"));
  });
});

test("the balancer starts before its servers, finds them at a new address, and may open the files that it needs", () => {
  const haproxy = read("deploy/haproxy.cfg");
  const resolvers = /^ {2}default-server .* resolvers (\w+) init-addr libc,none$/m.exec(haproxy)?.[1];
  expect(haproxy).toMatch(new RegExp(`^resolvers ${resolvers}\n {2}parse-resolv-conf$`, "m"));
  const connections = Number(/^ {2}maxconn (\d+)$/m.exec(haproxy)?.[1]);
  // HAProxy 2.6 asked for 40,021 files for 20,000 connections and two servers.
  expect(compose.services.balancer.ulimits.nofile).toBeGreaterThan(2 * connections + 100);
});

interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

const alerts: readonly AlertRule[] = parse(read("deploy/alerts.yaml")).groups.flatMap(
  ({ rules }: { rules: AlertRule[] }) => rules,
);

test("the alert rules have each a name of their own, what Prometheus needs, and a place on the operator's page", () => {
  expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
  for (const rule of alerts) {
    expect(rule.alert).toMatch(/^Sluice[A-Za-z]+$/);
    expect(["critical", "warning", "info"], rule.alert).toContain(rule.labels.severity);
    expect(rule.annotations.summary.length, rule.alert).toBeGreaterThan(10);
    if (rule.for !== undefined) expect(rule.for, rule.alert).toMatch(/^\d+[smh]$/);
    expect(section("Watch it"), rule.alert).toContain(`\`${rule.alert}\``);
  }
  const told = [...section("Watch it").matchAll(/`(Sluice[A-Z]\w+)`/g)].map(([, name]) => name);
  expect([...new Set(told)].sort()).toEqual(alerts.map(({ alert }) => alert).sort());
});

test("a running server answers every probe, and with an edge exports every metric of the dashboard, the alerts and the operator's page", async () => {
  const store = await borrowStore("embedded");
  const server = await startServer(store, { edgeKey: EDGE_KEY });
  for (const name of ["startupProbe", "readinessProbe", "livenessProbe"] as const) {
    const { path = "", port = "" } = container[name]?.httpGet ?? {};
    expect([name, port, (await fetch(server.url + path)).status]).toEqual([name, "http", 200]);
  }
  const edge = new EdgeProcess([server.url]);
  await edge.start();
  const texts = [server.url, edge.url].map(async (url) => (await fetch(`${url}/metrics`)).text());
  const exported = (await Promise.all(texts)).join("\n");
  await edge.destroy();
  await server.close();
  await store.close();
  const dashboard = JSON.parse(read("deploy/grafana-dashboard.json")) as {
    panels: { targets: { expr: string }[] }[];
  };
  const asked = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join("\n");
  const written = [...section("Watch it").matchAll(/`(sluice_\w+)/g)].map(([, name = ""]) => name);
  const watched = alerts.map(({ expr }) => expr).join("\n");
  const named = [...`${asked}\n${watched}`.matchAll(/\b(?:sluice|process|nodejs)_\w+/g)].map(
    ([name]) => name,
  );
  expect(dashboard.panels.length).toBeGreaterThan(8);
  expect(written.length).toBeGreaterThan(8);
  expect(alerts.length).toBeGreaterThan(10);
  const families = [...named, ...written].map((name) => name.replace(/_(bucket|count|sum)$/, ""));
  expect(families.filter((name) => !exported.includes(`# TYPE ${name} `))).toEqual([]);
});
