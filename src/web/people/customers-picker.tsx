import { useMutation, useQueries, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useId, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { organizationQuery } from "../data/organization.ts";
import { customerCountQuery, listMatching, MOST_AT_ONCE } from "../data/organizations.ts";
import { customerChoicesQuery } from "../data/scope.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import fields from "../ui/field.module.css";
import { SearchField } from "../ui/search-field.tsx";
import { Failed } from "../ui/states.tsx";
import styles from "./people.module.css";

/** The chosen customers that are named; the others are counted. */
const MOST_NAMED = 12;

interface Props {
  /** Only customers of this partner can be chosen. */
  readonly partnerId: string | undefined;
  /** The ids of the chosen ones. */
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  readonly problem: string | undefined;
}

/** Chooses among thousands of customers: a search, the first that match, and those that are chosen. */
export function CustomersPicker({ partnerId, chosen, onChange, problem }: Props) {
  const intl = useIntl();
  const label = useId();
  const [typed, setTyped] = useState("");
  const q = useDeferredValue(typed.trim());
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out like this in every browser
    <div role="group" aria-labelledby={label} className={styles.picker}>
      <p id={label} className={fields.label}>
        <FormattedMessage id="people.customers.assigned" values={{ count: chosen.length }} />
      </p>
      <Chosen chosen={chosen} onChange={onChange} />
      <SearchField
        label={intl.formatMessage({ id: "people.customers.search" })}
        value={typed}
        onChange={setTyped}
      />
      <Found q={q} partnerId={partnerId} chosen={chosen} onChange={onChange} />
      {problem !== undefined && (
        <p role="alert" className={fields.error}>
          {problem}
        </p>
      )}
    </div>
  );
}

type ChosenProps = Pick<Props, "chosen" | "onChange">;

function Chosen({ chosen, onChange }: ChosenProps) {
  const intl = useIntl();
  const named = chosen.slice(0, MOST_NAMED);
  const names = useQueries({ queries: named.map((id) => organizationQuery(id)) });
  if (chosen.length === 0) return null;
  return (
    <div className={styles.names}>
      {named.map((id, at) => {
        // A customer that was removed is shown by its id.
        const name = names[at]?.data?.name ?? (names[at]?.isError ? id : "…");
        const clear = () => onChange(chosen.filter((one) => one !== id));
        return (
          <span key={id} className={styles.name}>
            {name}
            <IconButton
              label={intl.formatMessage({ id: "people.customers.clear" }, { name })}
              icon="close"
              onPress={clear}
            />
          </span>
        );
      })}
      {chosen.length > MOST_NAMED && (
        <FormattedMessage id="people.customers.more" values={{ count: chosen.length - MOST_NAMED }} />
      )}
      {chosen.length > 1 && (
        <Button look="quiet" onPress={() => onChange([])}>
          <FormattedMessage id="people.customers.clear_all" />
        </Button>
      )}
    </div>
  );
}

interface FoundProps extends ChosenProps {
  readonly q: string;
  readonly partnerId: string | undefined;
}

function Found({ q, partnerId, chosen, onChange }: FoundProps) {
  const { data: found = [], error } = useQuery(customerChoicesQuery(q, partnerId));
  const { data: total = 0 } = useQuery(customerCountQuery({ q, partnerId }));
  if (error) return <Failed error={error} />;
  if (found.length === 0) return <FormattedMessage id="find.nothing" />;
  const toggle = (id: string, isOn: boolean) =>
    onChange(isOn ? [...chosen, id] : chosen.filter((one) => one !== id));
  return (
    <>
      <div className={styles.choices}>
        {found.map(({ id, name }) => (
          <Checkbox key={id} isSelected={chosen.includes(id)} onChange={(isOn) => toggle(id, isOn)}>
            {name}
          </Checkbox>
        ))}
      </div>
      {total > found.length && (
        <p className={styles.quiet}>
          <FormattedMessage id="people.customers.first" values={{ count: found.length, total }} />
        </p>
      )}
      {q !== "" && total > 1 && total <= MOST_AT_ONCE && (
        <ChooseAll q={q} partnerId={partnerId} chosen={chosen} onChange={onChange} total={total} />
      )}
    </>
  );
}

/** Adds every customer that matches the search to those that are chosen. */
function ChooseAll({ q, partnerId, chosen, onChange, total }: FoundProps & { readonly total: number }) {
  const choosing = useMutation({
    mutationFn: () => listMatching({ q, partnerId }, () => undefined, new AbortController().signal),
    onSuccess: (all) => onChange([...new Set([...chosen, ...all.map(({ id }) => id)])]),
  });
  return (
    <div>
      <Button isPending={choosing.isPending} onPress={() => choosing.mutate()}>
        <FormattedMessage id="people.customers.choose_all" values={{ count: total }} />
      </Button>
      {choosing.isError && <Failed error={choosing.error} />}
    </div>
  );
}
