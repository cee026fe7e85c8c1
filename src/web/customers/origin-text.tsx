import { useQuery } from "@tanstack/react-query";
import { FormattedMessage } from "react-intl";
import { configurationQuery } from "../data/configuration.ts";
import type { Customer } from "../data/organizations.ts";

interface Props {
  readonly governing: Pick<Customer["governing"], "code" | "partnerIds">;
  readonly namePartners: (partnerIds: readonly string[]) => string;
}

/** Where a customer's schedule comes from, in a few words. */
export function OriginText({ governing: { code, partnerIds }, namePartners }: Props) {
  const { data: configuration } = useQuery(configurationQuery);
  const values = { vendor: configuration?.vendor ?? "", partners: namePartners(partnerIds) };
  return <FormattedMessage id={`customers.origin.${code}`} values={values} />;
}
