import { Link } from "@tanstack/react-router";
import { Fragment, type KeyboardEvent, type MouseEvent, memo } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Customer } from "../data/organizations.ts";
import { PAGES } from "../paths.ts";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { type RowAction, RowMenu } from "../ui/row-menu.tsx";
import { ShareBar } from "../ui/share-bar.tsx";
import styles from "./customer-table.module.css";
import { NoneCounted } from "./none-counted.tsx";
import { OriginText } from "./origin-text.tsx";
import { StateBadges } from "./state-badges.tsx";
import type { NamePartners } from "./use-partner-names.ts";

interface Props {
  readonly customer: Customer;
  readonly index: number;
  /** In pixels. */
  readonly top: number;
  readonly height: number;
  /** Measures a row that is as high as what is in it; undefined if all are of one height. */
  readonly measure: ((row: HTMLElement | null) => void) | undefined;
  /** Whether the keyboard is at this row: only its controls are reached by Tab. */
  readonly isActive: boolean;
  readonly isOpen: boolean;
  /** Whether it is selected, or undefined if nothing can be. */
  readonly isSelected: boolean | undefined;
  readonly showPartners: boolean;
  readonly namePartners: NamePartners;
  /** What the menu of a row offers for a customer. */
  readonly actionsOf: (id: string) => readonly RowAction[];
  readonly onToggle: (customer: Customer) => void;
  readonly onOpen: (id: string, index: number) => void;
  readonly onKey: (event: KeyboardEvent, index: number) => void;
}

/** One customer. A press anywhere but on its controls opens its panel. */
export const CustomerRow = memo(function CustomerRow(props: Props) {
  const { customer, index, top, height, measure, isActive, isOpen, isSelected, onOpen, onKey } = props;
  const press = (event: MouseEvent) => {
    if (!(event.target as Element).closest("a, input, button")) onOpen(customer.id, index);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of which most are not there cannot be a table's
    <div
      role="row"
      ref={measure}
      className={`${styles.row} ${isOpen ? styles.open : ""}`}
      style={{ blockSize: measure ? undefined : height, transform: `translateY(${top}px)` }}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-current={isOpen ? "true" : undefined}
      data-opens
      data-index={index}
      tabIndex={isActive ? 0 : -1}
      onClick={press}
      onKeyDown={(event) => onKey(event, index)}
    >
      {isSelected !== undefined && <SelectCell {...props} isSelected={isSelected} />}
      <Cells {...props} />
    </div>
  );
});

function SelectCell({ customer, isSelected, isActive, onToggle }: Props & { isSelected: boolean }) {
  const intl = useIntl();
  return (
    <Cell kind="check">
      <input
        type="checkbox"
        className={styles.box}
        aria-label={intl.formatMessage({ id: "customers.select_one" }, { name: customer.name })}
        checked={isSelected}
        tabIndex={isActive ? 0 : -1}
        onChange={() => onToggle(customer)}
      />
    </Cell>
  );
}

function Cells({ customer, isActive, showPartners, namePartners, actionsOf }: Props) {
  const { id, name, schedule, governing, next, installations, createdAt, partnerIds, customerNumbers } =
    customer;
  // One line, as rows have one height.
  const below = customerNumbers.map(({ number }) => number);
  if (showPartners) below.push(namePartners(partnerIds));
  return (
    <>
      <Cell kind="name">
        <Link to={PAGES.customer} params={{ organizationId: id }} tabIndex={isActive ? 0 : -1} title={name}>
          <bdi>{name}</bdi>
        </Link>
        {below.length > 0 && (
          <small title={below.join(" · ")}>
            {below.map((one, place) => (
              <Fragment key={one}>
                {place > 0 && " · "}
                <bdi>{one}</bdi>
              </Fragment>
            ))}
          </small>
        )}
      </Cell>
      <Cell kind="schedule">
        <span>
          <ScheduleText schedule={schedule} />
        </span>
        <small>
          <OriginText governing={governing} namePartners={namePartners} />
        </small>
      </Cell>
      <Cell kind="next">
        <Next next={next} />
      </Cell>
      <Cell kind="adoption">
        <Adoption {...installations} />
      </Cell>
      <Cell kind="state">
        <StateBadges {...customer} />
      </Cell>
      <Cell kind="added">
        <LocalTime at={createdAt} show="day" />
      </Cell>
      <Cell kind="menu">
        <RowMenu name={name} actions={() => actionsOf(id)} tabIndex={isActive ? 0 : -1} />
      </Cell>
    </>
  );
}

type Kind = "check" | "name" | "schedule" | "next" | "adoption" | "state" | "added" | "menu";

function Cell({ kind, children }: { kind: Kind; children: React.ReactNode }) {
  return (
    <div role={kind === "name" ? "rowheader" : "gridcell"} className={`${styles.cell} ${styles[kind]}`}>
      {children}
    </div>
  );
}

function Next({ next }: { next: Customer["next"] }) {
  if (!next) {
    return (
      <small>
        <FormattedMessage id="customers.next.none" />
      </small>
    );
  }
  return (
    <>
      <span>{next.version}</span>
      <small>
        <FormattedMessage
          id="customers.next.day"
          values={{ at: <CalendarDay at={next.at} />, isExact: String(next.isExact) }}
        />
      </small>
    </>
  );
}

function Adoption({ total, current, managed }: Customer["installations"]) {
  if (total === 0) {
    return (
      <small>
        <NoneCounted managed={managed} />
      </small>
    );
  }
  return (
    <>
      <small>
        <FormattedMessage id="customers.adoption" values={{ total, current }} />
      </small>
      <ShareBar part={current} whole={total} />
    </>
  );
}
