import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { type CustomerFilters, listMatching, MOST_AT_ONCE } from "../data/organizations.ts";
import { Button } from "../ui/button.tsx";
import { Failed } from "../ui/states.tsx";
import type { Selection } from "./use-selection.ts";

interface Props {
  readonly selection: Selection;
  readonly filters: CustomerFilters;
  /** The number of customers that match, or undefined if it is not known yet. */
  readonly total: number | undefined;
  readonly onAssign: () => void;
  /** Returns the selected customers to what they inherit, or null if none of them is known to have left it (R9). */
  readonly onReturn: (() => void) | null;
  /** Whose schedule they inherit: that of the person's own company, or that of each one's partner. */
  readonly isOurs: boolean;
  /** Why nothing can be assigned, or undefined if it can. */
  readonly disabledReason: ReactNode;
}

/** How many are selected, and what can be done with them. */
export function SelectionBar(props: Props) {
  const { selection, filters, total, onAssign, onReturn } = props;
  const intl = useIntl();
  const { chosen, clear } = selection;
  const tooMany = intl.formatMessage({ id: "customers.too_many" }, { most: MOST_AT_ONCE });
  const disabledReason = props.disabledReason ?? (chosen.size > MOST_AT_ONCE ? tooMany : undefined);
  return (
    <>
      <span role="status">
        <FormattedMessage id="customers.selected" values={{ count: chosen.size }} />
      </span>
      {chosen.size > 0 && (
        <>
          <SelectMatching selection={selection} filters={filters} total={total} tooMany={tooMany} />
          <Button look="quiet" onPress={clear}>
            <FormattedMessage id="customers.clear" />
          </Button>
          {onReturn && disabledReason === undefined && (
            <Button icon="undo" onPress={onReturn}>
              <ReturnText isOurs={props.isOurs} />
            </Button>
          )}
          <Button look="primary" onPress={onAssign} disabledReason={disabledReason}>
            <FormattedMessage id="customers.assign" />
          </Button>
        </>
      )}
    </>
  );
}

/** R9: the return to what is inherited, to a partner's people that of their own company. */
export function ReturnText({ isOurs }: { isOurs: boolean }) {
  return <FormattedMessage id={isOurs ? "customers.assign.return.ours" : "customers.assign.return"} />;
}

interface MatchingProps extends Pick<Props, "selection" | "filters" | "total"> {
  readonly tooMany: string;
}

/** Selects every customer that matches, also those not loaded: their ids are read page by page. */
function SelectMatching({ selection, filters, total, tooMany }: MatchingProps) {
  const [found, setFound] = useState(0);
  const ending = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    ending.current = controller;
    return () => controller.abort();
  }, []);
  const selecting = useMutation({
    mutationFn: () => listMatching(filters, setFound, ending.current.signal),
    onSuccess: selection.add,
  });
  if (selecting.isError) return <Failed error={selecting.error} onRetry={() => selecting.mutate()} />;
  if (selecting.isPending && total !== undefined) {
    return (
      <span role="status">
        <FormattedMessage id="customers.selecting" values={{ count: found, total }} />
      </span>
    );
  }
  if (total === undefined || total <= selection.chosen.size) return null;
  return (
    <Button onPress={() => selecting.mutate()} disabledReason={total > MOST_AT_ONCE ? tooMany : undefined}>
      <FormattedMessage id="customers.select_all" values={{ count: total }} />
    </Button>
  );
}
