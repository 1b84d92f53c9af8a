CREATE TABLE `silence` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`matchers_json` text NOT NULL,
	`author` text NOT NULL,
	`comment` text NOT NULL,
	`created_at` integer NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`closed_at` integer
);
--> statement-breakpoint
ALTER TABLE `alert` ADD `flapping_since` integer;--> statement-breakpoint
ALTER TABLE `alert` ADD `flap_told_at` integer;--> statement-breakpoint
ALTER TABLE `alert_event` ADD `silence_id` integer;--> statement-breakpoint
ALTER TABLE `rule` ADD `repeat_ms` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `news` ADD `told_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `delivery_lane_idx` ON `delivery` (`lane`,`id`);