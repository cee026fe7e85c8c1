import { useMemo, useState } from "react";

interface NamedCustomer {
  readonly id: string;
  readonly name: string;
}

/** The customers that the person selected; they stay selected while the list shows others. */
export interface Selection {
  /** The selected customers: id to name. */
  readonly chosen: ReadonlyMap<string, string>;
  readonly toggle: (customer: NamedCustomer) => void;
  readonly add: (customers: readonly NamedCustomer[]) => void;
  readonly remove: (customers: readonly NamedCustomer[]) => void;
  readonly clear: () => void;
}

export function useSelection(): Selection {
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const acts = useMemo(() => {
    const change = (edit: (next: Map<string, string>) => void) =>
      setChosen((before) => {
        const next = new Map(before);
        edit(next);
        return next;
      });
    return {
      toggle: ({ id, name }: NamedCustomer) => change((next) => next.delete(id) || next.set(id, name)),
      add: (customers: readonly NamedCustomer[]) =>
        change((next) => {
          for (const { id, name } of customers) next.set(id, name);
        }),
      remove: (customers: readonly NamedCustomer[]) =>
        change((next) => {
          for (const { id } of customers) next.delete(id);
        }),
      clear: () => setChosen(new Map()),
    };
  }, []);
  return { chosen, ...acts };
}
