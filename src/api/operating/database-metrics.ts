import { Gauge, type Registry } from "prom-client";
import { findCheckpointAge } from "../../store/tables/fleet-checkpoint-table.ts";
import type { Context } from "../context.ts";

/** Registers what tells of the connections to the database and of the checkpoint, and gives the function that updates it. */
export function measureDatabaseFor(registry: Registry, { store }: Context): () => Promise<void> {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge({ name: `sluice_${name}`, help, labelNames, registers: [registry] });
  const connections = gauge(
    "database_connections",
    "Connections of this process to the database server, by use",
    ["state"],
  );
  const most = gauge("database_connections_most", "How many connections this process may open", []);
  const waiting = gauge("database_connections_waiting", "Queries that wait for a connection", []);
  const sequence = gauge(
    "checkpoint_sequence",
    "The entry at which the last checkpoint was written; 0: there is none",
    [],
  );
  const age = gauge("checkpoint_age_seconds", "The age of the last checkpoint, if there is one", []);
  return async () => {
    const use = store.connections();
    if (use) {
      connections.set({ state: "used" }, use.used);
      connections.set({ state: "idle" }, use.idle);
      most.set(use.most);
      waiting.set(use.waiting);
    }
    const checkpoint = await findCheckpointAge(store.database).catch(() => undefined);
    if (checkpoint === undefined) return;
    sequence.set(checkpoint?.sequence ?? 0);
    if (checkpoint) age.set(checkpoint.ageSeconds);
    else age.remove();
  };
}
