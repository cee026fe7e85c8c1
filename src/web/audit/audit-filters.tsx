import { useQuery } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import { type AuditEntry, peopleQuery } from "../data/audit.ts";
import { type Me, mayI } from "../data/me.ts";
import { CustomerFilter } from "../scope/customer-filter.tsx";
import { PartnerFilter } from "../scope/partner-filter.tsx";
import { actorText } from "../ui/actor-name.tsx";
import { DayField } from "../ui/day-field.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { AUDIT_ACTIONS, findAction } from "./actions.ts";
import styles from "./audit.module.css";
import type { AuditSearch } from "./audit-search.ts";

export type ChangeSearch = (
  change: { readonly [Key in keyof AuditSearch]?: AuditSearch[Key] | undefined },
  how?: "push" | "replace",
) => void;

interface Props {
  readonly me: Me;
  readonly search: AuditSearch;
  readonly onChange: ChangeSearch;
  readonly entries: readonly AuditEntry[];
}

const ALL = "all";

/** The fields that limit which entries are shown. */
export function AuditFilters({ me, search, onChange, entries }: Props) {
  const intl = useIntl();
  const { from, to, partner, customer, person, action } = search;
  const actions = AUDIT_ACTIONS.map((code) => ({
    value: code as string,
    label: intl.formatMessage({ id: `audit.action.${code}` }),
  })).sort((a, b) => a.label.localeCompare(b.label, intl.locale));
  const all = { value: ALL, label: intl.formatMessage({ id: "audit.action.all" }) };
  return (
    // biome-ignore lint/a11y/useSemanticElements: fields of a page are no form that is sent
    <div
      role="group"
      aria-label={intl.formatMessage({ id: "audit.filters" })}
      className={`${styles.filters} screen-only`}
    >
      <DayField
        label={intl.formatMessage({ id: "audit.from" })}
        day={from}
        onChange={(day) => onChange({ from: day })}
      />
      <DayField
        label={intl.formatMessage({ id: "audit.to" })}
        day={to}
        onChange={(day) => onChange({ to: day })}
      />
      {me.partnerId === undefined && me.organizationId === undefined && (
        <PartnerFilter partner={partner} onChange={(id) => onChange({ partner: id, customer: undefined })} />
      )}
      {me.organizationId === undefined && (
        <CustomerFilter {...{ customer, partner }} onChange={(id) => onChange({ customer: id })} />
      )}
      <PersonFilter {...{ me, person, entries }} onChange={(id) => onChange({ person: id })} />
      <SelectField
        label={intl.formatMessage({ id: "audit.action" })}
        options={[all, ...actions]}
        value={action ?? ALL}
        onChange={(code) => onChange({ action: findAction(code) })}
      />
    </div>
  );
}

interface PersonProps extends Pick<Props, "me" | "entries"> {
  readonly person: string | undefined;
  readonly onChange: (person: string | undefined) => void;
}

/** Chooses among the people whom the person may see, and everybody (tokens too) who made an entry that is shown. */
function PersonFilter({ me, person, entries, onChange }: PersonProps) {
  const intl = useIntl();
  const { data: people = [] } = useQuery({ ...peopleQuery, enabled: mayI(me, "manage_administrators") });
  const names = new Map(people.map(({ id, displayName }) => [id, displayName]));
  for (const { actor } of entries)
    if (actor.id !== null) names.set(actor.id, actorText(intl, actor, { isFirst: true }));
  if (person !== undefined && !names.has(person)) names.set(person, person);
  const options = [...names]
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => a.label.localeCompare(b.label, intl.locale));
  return (
    <SelectField
      label={intl.formatMessage({ id: "audit.person" })}
      options={[{ value: ALL, label: intl.formatMessage({ id: "audit.person.all" }) }, ...options]}
      value={person ?? ALL}
      onChange={(id) => onChange(id === ALL ? undefined : id)}
    />
  );
}
