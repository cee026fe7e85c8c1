import type { TestProject } from "vitest/node";
import { PostgresServer } from "./postgres-server.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The URL of the PostgreSQL of the whole run; test files make databases of their own in it. */
    postgresUrl: string;
  }
}

/** Starts one PostgreSQL for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = new PostgresServer({ durable: false });
  await server.create();
  project.provide("postgresUrl", server.urlOf("postgres"));
  return () => server.destroy();
}
