import { createApp } from "../../src/api/app.ts";
import type { TestServer } from "../support/running-server.ts";

/** Method and path of every route of a server, such as `GET /v1/partners/{id}`, from Fastify itself. */
export async function registeredRoutes(server: TestServer): Promise<readonly string[]> {
  const app = await createApp(server.context);
  await app.ready();
  const routes = readRoutes(app.printRoutes({ commonPrefix: false }));
  await app.close();
  return routes;
}

/** Reads the tree in which Fastify prints its routes. */
function readRoutes(tree: string): string[] {
  const above: string[] = [];
  return tree.split("\n").flatMap((line) => {
    const [, indent = "", part = "", methods] = /^([│ ]*)[├└]── (\S*)(?: \((.*)\))?/.exec(line) ?? [];
    const depth = indent.length / 4;
    above.length = depth;
    above.push(part);
    const path = above.join("").replace(/:(\w+)/g, "{$1}");
    return (methods?.split(", ") ?? []).map((method) => `${method} ${path}`);
  });
}
