import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useIntl } from "react-intl";
import type { Me } from "../data/me.ts";
import { allPartnersQuery } from "../data/partners.ts";

/** Names partners by their ids. The vendor sees all of them, a partner only itself. */
export function usePartnerNames(me: Me): (partnerIds: readonly string[]) => string {
  const intl = useIntl();
  const { data } = useQuery({ ...allPartnersQuery, enabled: me.partnerId === undefined });
  return useMemo(() => {
    const names = new Map(data?.map(({ id, name }) => [id, name]));
    if (me.partnerId !== undefined && me.levelName !== undefined) names.set(me.partnerId, me.levelName);
    const other = data || me.partnerId ? intl.formatMessage({ id: "customers.other_partner" }) : "";
    return (ids) => {
      const known = ids.flatMap((id) => names.get(id) ?? []);
      return intl.formatList([...known, ...ids.filter((id) => !names.has(id)).map(() => other)]);
    };
  }, [data, me, intl]);
}
