import { SimulatedEdge } from "./edge.ts";
import { Scenery } from "./scenery.ts";
import { SimulatedServer } from "./server.ts";

const MOST_OF_A_KIND = 3;

/** Everything that plays in one simulation. */
export class Stage extends Scenery {
  readonly servers: readonly SimulatedServer[];
  readonly edges: readonly SimulatedEdge[];

  constructor(seed: number) {
    super(seed);
    this.servers = this.#some((number) => new SimulatedServer(`server ${number}`, this));
    const urls = this.servers.map(({ host }) => `http://${host}`);
    this.edges = this.#some((number) => new SimulatedEdge(`edge ${number}`, { stage: this, urls }));
  }

  #some<Item>(make: (number: number) => Item): readonly Item[] {
    return Array.from({ length: this.chance.between(1, MOST_OF_A_KIND) }, (_, index) => make(index + 1));
  }
}
