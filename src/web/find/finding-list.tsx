import { Collection } from "react-aria-components/Collection";
import { Header } from "react-aria-components/Header";
import { ListBox, ListBoxItem, ListBoxSection } from "react-aria-components/ListBox";
import { FormattedMessage, useIntl } from "react-intl";
import field from "../ui/field.module.css";
import { Icon } from "../ui/icon.tsx";
import styles from "./find.module.css";
import type { FindingSection } from "./finding.ts";

interface Props {
  /** What was found; left out inside a combo box, which has it. */
  readonly sections?: readonly FindingSection[];
  /** Called with the id of what was chosen; left out inside a combo box. */
  readonly onChoose?: (id: string) => void;
  /** Whether more may still come, so that an empty list is not said to be the answer. */
  readonly isSearching: boolean;
}

/** What was found, by kind. Names come from outside: each is text of its own direction. */
export function FindingList({ sections, onChoose, isSearching }: Props) {
  const intl = useIntl();
  return (
    <ListBox<FindingSection>
      className={field.list ?? ""}
      aria-label={intl.formatMessage({ id: "find.results" })}
      {...(sections && { items: sections })}
      {...(onChoose && { onAction: (key) => onChoose(String(key)) })}
      renderEmptyState={() => (
        <p className={styles.nothing}>
          <FormattedMessage id={isSearching ? "find.searching" : "find.nothing"} />
        </p>
      )}
    >
      {(section) => (
        <ListBoxSection id={section.id}>
          <Header className={styles.header ?? ""}>
            <FormattedMessage id={`find.${section.id}`} />
          </Header>
          <Collection items={section.items}>
            {(item) => (
              <ListBoxItem className={`${field.option} ${styles.option}`} textValue={item.name}>
                <Icon name={item.icon} size="small" />
                <span className={styles.words}>
                  <bdi>{item.name}</bdi>{" "}
                  {item.about && (
                    <small>
                      <bdi>{item.about}</bdi>
                    </small>
                  )}
                </span>
              </ListBoxItem>
            )}
          </Collection>
        </ListBoxSection>
      )}
    </ListBox>
  );
}
