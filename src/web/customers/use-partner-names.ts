import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useIntl } from "react-intl";
import type { Me } from "../data/me.ts";
import { allPartnersQuery } from "../data/partners.ts";

type Names = ReadonlyMap<string, string>;

/** Names partners by their ids. `told`: the names of others that the person was told, such as those in a conflict (R10). */
export type NamePartners = (partnerIds: readonly string[], told?: Names) => string;

/** Makes the function that names partners. The vendor sees all of them, a partner only itself. */
export function usePartnerNames(me: Me): NamePartners {
  const intl = useIntl();
  const { data } = useQuery({ ...allPartnersQuery, enabled: me.partnerId === undefined });
  return useMemo(() => {
    const names = new Map(data?.map(({ id, name }) => [id, name]));
    if (me.partnerId !== undefined && me.levelName !== undefined) names.set(me.partnerId, me.levelName);
    const isLoaded = data !== undefined || me.partnerId !== undefined;
    return (ids, told) => {
      const known = ids.flatMap((id) => names.get(id) ?? told?.get(id) ?? []);
      const count = ids.length - known.length;
      if (count === 0 || !isLoaded) return intl.formatList(known);
      return intl.formatList([...known, intl.formatMessage({ id: "customers.other_partners" }, { count })]);
    };
  }, [data, me, intl]);
}
