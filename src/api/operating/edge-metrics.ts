import type { FastifyInstance } from "fastify";
import { Counter, Gauge, type Registry } from "prom-client";
import type { Context } from "../context.ts";

/** Registers what tells of the edges that follow this server. */
export function observeEdges(
  app: FastifyInstance,
  registry: Registry,
  { fleet }: Pick<Context, "fleet">,
): void {
  const registers = [registry];
  new Gauge({
    name: "sluice_edges",
    help: "Edges that called this server in the last minute; one that calls several servers is counted by each",
    registers,
    collect() {
      this.set(app.edges.count);
    },
  });
  new Gauge({
    name: "sluice_edges_behind_entries",
    help: "How many entries the edge that is furthest behind lacked when it last asked this server",
    registers,
    collect() {
      this.set(app.edges.mostBehind(fleet.sequence));
    },
  });
  new Gauge({
    name: "sluice_edges_waiting",
    help: "Answers to edges that wait for the next change",
    registers,
    collect() {
      this.set(app.edges.waiting);
    },
  });
  new Counter({
    name: "sluice_edge_batches_total",
    help: "Batches of check-ins that were taken from edges",
    registers,
    collect() {
      this.reset();
      this.inc(app.edges.batches);
    },
  });
  new Counter({
    name: "sluice_edge_check_ins_total",
    help: "Check-ins of known organizations that were taken from edges",
    registers,
    collect() {
      this.reset();
      this.inc(app.edges.checkIns);
    },
  });
}
