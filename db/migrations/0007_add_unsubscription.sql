CREATE TABLE `unsubscription` (
	`id` integer PRIMARY KEY NOT NULL,
	`digest` text NOT NULL,
	`recipient` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `unsubscription_once_idx` ON `unsubscription` (`digest`,`recipient`);--> statement-breakpoint
ALTER TABLE `digest` ADD `left_out_json` text DEFAULT '[]' NOT NULL;