import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { faultsOf, type KubernetesObject } from "./kubernetes-fields.ts";
import { DEFAULT_VALUES, readChart, renderChart, renderTemplate } from "./render-chart.ts";

const ROOT = join(import.meta.dirname, "..", "..");

function objectsIn(text: string): readonly KubernetesObject[] {
  return parseAllDocuments(text).flatMap((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() ?? [];
  });
}

/** Every switch of the chart turned on. */
const EVERYTHING = {
  ...DEFAULT_VALUES,
  image: { repository: "registry.example.org/sluice", tag: "1.2.3", pullPolicy: "Always" },
  imagePullSecrets: [{ name: "registry" }],
  config: { PUBLIC_URL: "https://a.example.org", SLUICE_RATE_LIMIT: "100" },
  ingress: {
    enabled: true,
    className: "nginx",
    host: "a.example.org",
    annotations: { "nginx.ingress.kubernetes.io/proxy-body-size": "0" },
    tlsSecretName: "certificate",
  },
  nodeSelector: { "kubernetes.io/os": "linux" },
  tolerations: [{ key: "only", operator: "Exists", effect: "NoSchedule" }],
  affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
};

describe("the Helm chart", () => {
  const rendered = {
    "as it comes": objectsIn(renderChart("sluice")),
    "with everything": objectsIn(renderChart("other", EVERYTHING)),
    "without limits": objectsIn(renderChart("sluice", { ...DEFAULT_VALUES, resources: {} })),
  };

  test("makes only objects that Kubernetes knows, with fields and values that it knows", () => {
    expect(rendered["as it comes"].map(({ kind }) => kind)).toEqual([
      ...["ConfigMap", "Deployment", "PodDisruptionBudget", "Service"],
    ]);
    expect(rendered["with everything"].map(({ kind }) => kind)).toContain("Ingress");
    expect(faultsOf(Object.values(rendered).flat())).toEqual([]);
  });

  test("takes its values where they belong", () => {
    const text = JSON.stringify(rendered["with everything"]);
    for (const value of ["registry.example.org/sluice:1.2.3", "a.example.org", '"other"', "certificate"]) {
      expect(text).toContain(value);
    }
    expect(text).not.toContain("updates.example.org");
  });

  test("has values that its own schema takes, and the schema refuses others", () => {
    const isValid = new Ajv({ strict: false }).compile(JSON.parse(readChart("values.schema.json")));
    const refused = [
      { ...DEFAULT_VALUES, replicaCount: "3" },
      { ...DEFAULT_VALUES, replicas: 3 },
      { ...DEFAULT_VALUES, config: { PORT: 8080 } },
    ];
    expect([DEFAULT_VALUES, EVERYTHING, ...refused].map((values) => isValid(values))).toEqual([
      ...[true, true, false, false, false],
    ]);
  });

  test("and kubernetes.yaml say the same: that file is the chart as it comes", async () => {
    const heading = [
      "# The Helm chart of this folder with its default values, for clusters without Helm. Before this, make the secret:",
      "#   kubectl create secret generic sluice --from-literal=DATABASE_URL=postgres://… \\",
      "#     --from-literal=AWS_ACCESS_KEY_ID=… --from-literal=AWS_SECRET_ACCESS_KEY=…",
      "",
    ].join("\n");
    const file = join(ROOT, "deploy", "kubernetes.yaml");
    await expect(heading + renderChart("sluice")).toMatchFileSnapshot(file);
  });

  test("has the version of the program, and the image has the name that the README builds", () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(readChart("Chart.yaml")).toContain(`\nversion: ${version}\nappVersion: ${version}\n`);
    expect(JSON.stringify(rendered["as it comes"])).toContain(`"image":"sluice:${version}"`);
    expect(readFileSync(join(ROOT, "README.md"), "utf8")).toContain(
      `docker build -f deploy/Dockerfile -t sluice:${version} .`,
    );
  });
});

describe("the tests of the chart find", () => {
  const object = (spec: object) => [
    { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "a" }, spec },
  ];
  const template = (container: object) => ({ selector: {}, template: { spec: { containers: [container] } } });

  test.each([
    ["a field that there is none of", template({ name: "a", imagee: "b" }), "imagee"],
    ["a missing field", template({ image: "b" }), "name"],
    ["a wrong type", { ...template({ name: "a" }), replicas: "3" }, "replicas"],
  ])("%s", (_, spec, what) => {
    expect(faultsOf(object(spec)).join("\n")).toContain(what);
  });

  test.each(["{{ include x }}", "{{ .Values.absent }}", "{{ if .Values }}", "{{ .a | upper }}"])(
    "what the renderer does not know: %s",
    (text) => {
      const root = { Values: {} };
      expect(() => renderTemplate(text, { root, here: root })).toThrow();
    },
  );
});
