import type { Environment, Setting } from "../serving/configuration.ts";

/** The variables of OpenTelemetry that are set, by name; their names and meanings are those of its specification. */
export type TracingConfig = Readonly<Record<string, string>>;

const ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
const ENDPOINT_OF_TRACES = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
const PREFIX = "OTEL_";

/** The settings that say where traces are sent, and how. Others of OpenTelemetry go to its packages as they are. */
export const TRACING_SETTINGS: readonly Setting[] = [
  ...[ENDPOINT, ENDPOINT_OF_TRACES].map((name) => {
    const allowed = "a URL that begins with http:// or https://, such as http://127.0.0.1:4318";
    return { name, usual: null, isRight: isHttp, allowed };
  }),
  ...["OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"].map((name) => {
    const allowed = "http/json, the one form that traces are sent in; collectors take it on port 4318";
    return { name, usual: null, isRight: (value: string) => value === "http/json", allowed };
  }),
];

/** Reads where traces are sent: null if no collector is named, or `OTEL_SDK_DISABLED` is `true`. */
export function readTracing(given: Environment): TracingConfig | null {
  const isNamed = given[ENDPOINT] !== undefined || given[ENDPOINT_OF_TRACES] !== undefined;
  if (!isNamed || given.OTEL_SDK_DISABLED?.toLowerCase() === "true") return null;
  const found = Object.entries(given).flatMap(([name, value]) =>
    name.startsWith(PREFIX) && value !== undefined ? [[name, value] as const] : [],
  );
  return Object.fromEntries(found);
}

function isHttp(value: string): boolean {
  return /^https?:\/\//i.test(value) && URL.canParse(value);
}
