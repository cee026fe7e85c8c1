import type { FastifyRequest } from "fastify";

/** Whether the caller asks for this media type by name; a wildcard asks for nothing in particular. */
export function accepts({ headers }: Pick<FastifyRequest, "headers">, type: string): boolean {
  const asked = headers.accept?.toLowerCase().split(",") ?? [];
  return asked.some((one) => one.split(";")[0]?.trim() === type && !/;\s*q=0(\.0*)?\s*$/.test(one));
}
