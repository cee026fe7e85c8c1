import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { readConfig } from "../../src/api/config.ts";
import { createProgram } from "../../src/cli/run.ts";
import { readEdgeConfig } from "../../src/edge/edge-config.ts";
import type { Environment } from "../../src/serving/configuration.ts";
import { keepTerminal } from "../cli/tiny-server.ts";
import { DEFAULT_VALUES, renderChart } from "./render-chart.ts";

const read = (path: string) => readFileSync(join(import.meta.dirname, "..", "..", path), "utf8");

/** What the operator gives: secrets, and what the files ask for. */
const GIVEN: Environment = {
  POSTGRES_PASSWORD: "of the operator",
  DATABASE_URL: "postgres://sluice@database:5432/sluice",
  SLUICE_EDGE_KEY: "0123456789abcdef".repeat(4),
  AWS_ACCESS_KEY_ID: "access",
  AWS_SECRET_ACCESS_KEY: "secret",
};

/** A process as a file starts it. */
interface Started {
  readonly words: readonly string[];
  readonly environment: Environment;
  /** The port that others reach it at, and that of its metrics if they have one of their own. */
  readonly ports: readonly number[];
  /** Where it may write. */
  readonly writable: readonly string[];
  readonly probes: readonly string[];
}

const dockerfile = read("deploy/Dockerfile");
const listIn = (line: string): readonly string[] =>
  JSON.parse(new RegExp(`^${line} (\\[.*\\])$`, "m").exec(dockerfile)?.[1] ?? "[]");
const entrypoint = listIn("ENTRYPOINT");
const image: Environment = Object.fromEntries(
  (/^ENV (.*)$/m.exec(dockerfile)?.[1] ?? "").split(" ").map((pair) => pair.split("=")),
);
const imageVolumes = [...dockerfile.matchAll(/^VOLUME (\S+)$/gm)].map(([, path = ""]) => path);

/** A value of a compose file, with what the operator gives: `${NAME}`, `${NAME:-otherwise}`, `${NAME:?why}`. */
function filled(value: unknown): string {
  return String(value).replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name, sign, rest) => {
    const given = GIVEN[name] ?? (sign === "-" ? rest : undefined);
    if (given === undefined) throw new Error(`nobody gives ${name}`);
    return given;
  });
}

interface Service {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, unknown>>;
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
}

function ofCompose(service: Service, port: number): Started {
  const environment = Object.entries(service.environment).map(([name, value]) => [name, filled(value)]);
  const probe = /127\.0\.0\.1:\d+(\/\w+)/.exec(service.healthcheck?.test.join(" ") ?? "")?.[1];
  return {
    words: [...entrypoint, ...(service.command ?? listIn("CMD"))],
    environment: { ...image, ...Object.fromEntries(environment) },
    ports: [port],
    writable: [...imageVolumes, ...(service.volumes ?? []).map((one) => one.split(":")[1] ?? "")],
    probes: probe ? [probe] : [],
  };
}

interface Container {
  readonly args: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly envFrom?: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly env: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly secretKeyRef: { readonly key: string } };
  }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

/** The first container of the Deployment in a file, with the maps that it names. */
function ofKubernetes(text: string): Started {
  const objects = parseAllDocuments(text).map((document) => document.toJS());
  const { containers } = objects.find((one) => one?.kind === "Deployment").spec.template.spec;
  const container: Container & { readonly [probe: string]: unknown } = containers[0];
  const maps = (container.envFrom ?? []).map(
    ({ configMapRef: { name } }) =>
      objects.find((one) => one?.kind === "ConfigMap" && one.metadata.name === name).data,
  );
  const own = container.env.map(({ name, value, valueFrom }) => {
    const given = value ?? GIVEN[valueFrom?.secretKeyRef.key ?? ""];
    if (given === undefined) throw new Error(`nobody gives ${name}`);
    return [name, given];
  });
  const probed = ["startupProbe", "readinessProbe", "livenessProbe"].flatMap((name) => {
    const probe = container[name] as { readonly httpGet: { readonly path: string; readonly port: string } };
    if (!probe) return [];
    expect(container.ports.map((port) => port.name)).toContain(probe.httpGet.port);
    return [probe.httpGet.path];
  });
  return {
    words: [...entrypoint, ...container.args],
    environment: Object.assign({}, image, ...maps, Object.fromEntries(own)),
    ports: container.ports.map(({ containerPort }) => containerPort),
    writable: container.volumeMounts.map(({ mountPath }) => mountPath),
    probes: probed,
  };
}

function ofSystemd(unit: string, given: Environment): Started {
  const pairs = [...unit.matchAll(/^Environment=(.*)$/gm)].flatMap(([, line = ""]) => line.split(" "));
  const set = pairs.map((pair) => [pair.split("=")[0], pair.slice(pair.indexOf("=") + 1)]);
  const environment = { ...Object.fromEntries(set), ...given };
  const start = /^ExecStart=(.*)$/m.exec(unit)?.[1] ?? "";
  const words = start.replace(/\$(\w+)/g, (_, name) => environment[name] ?? "").split(" ");
  return {
    words: words.filter(Boolean),
    environment,
    ports: [8080],
    writable: [`/var/lib/${/^StateDirectory=(.*)$/m.exec(unit)?.[1]}`],
    probes: [],
  };
}

const compose = parse(read("deploy/compose.yaml"), { merge: true });
const withEdges = parse(read("deploy/compose.edges.yaml"), { merge: true });
const portIn = (file: string, server: string) =>
  Number(new RegExp(`^ {2}server \\S+ ${server}:(\\d+)$`, "m").exec(read(file))?.[1]);
const withEdgeKey = (name: string): Service => ({
  ...compose.services[name],
  environment: { ...compose.services[name].environment, ...withEdges.services[name].environment },
});
const chart = {
  ...DEFAULT_VALUES,
  config: { PUBLIC_URL: "https://a.example.org", SLUICE_RATE_LIMIT: "100" },
};
const unit = read("deploy/sluice.service");

const STARTED: readonly (readonly [string, Started])[] = [
  ...["one", "two"].map(
    (name) =>
      [
        `compose.yaml, ${name}`,
        ofCompose(compose.services[name], portIn("deploy/haproxy.cfg", name)),
      ] as const,
  ),
  ...["one", "two"].map(
    (name) =>
      [
        `compose.edges.yaml, ${name}`,
        ofCompose(withEdgeKey(name), portIn("deploy/haproxy-edges.cfg", name)),
      ] as const,
  ),
  ...["edge-one", "edge-two"].map(
    (name) =>
      [
        `compose.edges.yaml, ${name}`,
        ofCompose(withEdges.services[name], portIn("deploy/haproxy-edges.cfg", name)),
      ] as const,
  ),
  ["kubernetes.yaml", ofKubernetes(read("deploy/kubernetes.yaml"))],
  ["kubernetes-edges.yaml", ofKubernetes(read("deploy/kubernetes-edges.yaml"))],
  ["the chart with a configuration of its own", ofKubernetes(renderChart("other", chart))],
  ["sluice.service", ofSystemd(unit, { PUBLIC_URL: "https://a.example.org" })],
  [
    "sluice.service with workers",
    ofSystemd(unit, { DATABASE_URL: GIVEN.DATABASE_URL, SERVE_OPTIONS: "--workers 4" }),
  ],
];

describe.each(STARTED)("what %s starts", (_file, { words, environment, ports, writable, probes }) => {
  const command = words.slice(words.findIndex((word) => word.endsWith("bin/sluice.mjs")) + 1);
  const isEdge = command[0] === "edge";

  test("is a command line of the program", async () => {
    expect(words.some((word) => word === "node" || word.endsWith("/node"))).toBe(true);
    expect(words.length).toBeGreaterThan(command.length + 1);
    const program = await createProgram({ terminal: keepTerminal(), exit: 0 }, [command[0] ?? ""]);
    const [known] = program.commands;
    expect(known?.name()).toBe(command[0]);
    const { operands, unknown } = known?.parseOptions(command.slice(1)) ?? {};
    expect({ operands, unknown }).toEqual({ operands: [], unknown: [] });
  });

  test("takes its settings, listens where others reach it, and writes where it may", () => {
    const config = isEdge ? readEdgeConfig(environment) : readConfig(environment);
    if (!config.ok) throw new Error(config.error.message);
    const { port } = config.value;
    const metrics = "metrics" in config.value ? config.value.metrics : null;
    const own = metrics && "port" in metrics && metrics.port !== null ? [metrics.port] : [];
    expect([port, ...own]).toEqual(expect.arrayContaining([...ports]));
    const folder = "dataDirectory" in config.value ? config.value.dataDirectory : config.value.keepDirectory;
    expect(
      writable.some((path) => `${folder}/`.startsWith(`${path}/`)),
      `${folder} in ${writable}`,
    ).toBe(true);
  });

  test("is asked at addresses that it answers", () => {
    const answered = ["/healthz", "/readyz"];
    expect(probes.filter((path) => !answered.includes(path))).toEqual([]);
  });
});

test("the balancers ask servers and edges at the same addresses", () => {
  for (const file of ["deploy/haproxy.cfg", "deploy/haproxy-edges.cfg"]) {
    const asked = [...read(file).matchAll(/^ {2}option httpchk GET (\S+)$/gm)].map(([, path]) => path);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((path) => path !== "/healthz" && path !== "/readyz")).toEqual([]);
  }
});
