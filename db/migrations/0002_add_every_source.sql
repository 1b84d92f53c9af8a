CREATE TABLE `quota` (
	`region` text NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`scope` text NOT NULL,
	`families` text NOT NULL,
	`unit` text NOT NULL,
	`adjustable` integer NOT NULL,
	`applied` integer NOT NULL,
	`default_value` integer,
	`usage_metric_json` text,
	`error_code` text,
	`last_seen_at` integer NOT NULL,
	PRIMARY KEY(`region`, `code`)
);
--> statement-breakpoint
CREATE TABLE `quota_request` (
	`id` text PRIMARY KEY NOT NULL,
	`region` text NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`desired_value` integer NOT NULL,
	`status` text NOT NULL,
	`case_id` text,
	`automatic` integer NOT NULL,
	`requested_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `quota_request_code_idx` ON `quota_request` (`region`,`code`);--> statement-breakpoint
CREATE TABLE `quota_request_status` (
	`request_id` text NOT NULL,
	`at` integer NOT NULL,
	`status` text NOT NULL,
	PRIMARY KEY(`request_id`, `at`),
	FOREIGN KEY (`request_id`) REFERENCES `quota_request`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `reservation` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`region` text NOT NULL,
	`zone_id` text NOT NULL,
	`item_type` text NOT NULL,
	`total` integer,
	`available` integer,
	`state` text NOT NULL,
	`start_at` integer,
	`end_at` integer,
	`block_id` text,
	`owner_id` text,
	`own` integer NOT NULL,
	`interconnect` text,
	`created_at` integer,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`gone_at` integer
);
--> statement-breakpoint
CREATE TABLE `reservation_state` (
	`reservation_id` text NOT NULL,
	`at` integer NOT NULL,
	`state` text NOT NULL,
	PRIMARY KEY(`reservation_id`, `at`),
	FOREIGN KEY (`reservation_id`) REFERENCES `reservation`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `score_config` (
	`fingerprint` text PRIMARY KEY NOT NULL,
	`basket` text NOT NULL,
	`request_json` text NOT NULL,
	`first_used_at` integer NOT NULL,
	`last_used_at` integer NOT NULL,
	`refused_at` integer
);
--> statement-breakpoint
CREATE TABLE `api_use` (
	`hour_at` integer NOT NULL,
	`service` text NOT NULL,
	`action` text NOT NULL,
	`region` text NOT NULL,
	`calls` integer NOT NULL,
	`throttled` integer NOT NULL,
	`waited_ms` integer NOT NULL,
	`per_second` real NOT NULL,
	PRIMARY KEY(`hour_at`, `service`, `action`, `region`)
);
--> statement-breakpoint
CREATE TABLE `news` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`region` text NOT NULL,
	`zone_id` text NOT NULL,
	`item_type` text NOT NULL,
	`subject` text NOT NULL,
	`detail_json` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `news_once_idx` ON `news` (`kind`,`region`,`zone_id`,`item_type`,`subject`,`at`);--> statement-breakpoint
CREATE INDEX `news_at_idx` ON `news` (`at`);--> statement-breakpoint
CREATE TABLE `offer` (
	`id` integer PRIMARY KEY NOT NULL,
	`market` text NOT NULL,
	`region` text NOT NULL,
	`zone_id` text NOT NULL,
	`item_type` text NOT NULL,
	`item_count` integer NOT NULL,
	`accelerators` real,
	`duration_hours` integer NOT NULL,
	`start_at` integer NOT NULL,
	`end_at` integer NOT NULL,
	`variant` text NOT NULL,
	`fee` integer NOT NULL,
	`fee_scale` integer NOT NULL,
	`per_accelerator_hour` integer,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`gone_at` integer,
	`gone_why` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `offer_identity_idx` ON `offer` (`market`,`region`,`item_type`,`item_count`,`zone_id`,`start_at`,`end_at`,`variant`,`first_seen_at`);--> statement-breakpoint
CREATE INDEX `offer_open_idx` ON `offer` (`market`,`gone_at`,`region`);--> statement-breakpoint
CREATE INDEX `offer_seen_idx` ON `offer` (`market`,`item_type`,`last_seen_at`);--> statement-breakpoint
CREATE TABLE `offer_fee` (
	`offer_id` integer NOT NULL,
	`at` integer NOT NULL,
	`fee` integer NOT NULL,
	PRIMARY KEY(`offer_id`, `at`),
	FOREIGN KEY (`offer_id`) REFERENCES `offer`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `offer_part` (
	`offer_id` integer NOT NULL,
	`part` integer NOT NULL,
	`item_type` text NOT NULL,
	`item_count` integer NOT NULL,
	`zone_id` text NOT NULL,
	`start_at` integer NOT NULL,
	`end_at` integer NOT NULL,
	PRIMARY KEY(`offer_id`, `part`),
	FOREIGN KEY (`offer_id`) REFERENCES `offer`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `type_offering` (
	`instance_type` text NOT NULL,
	`region` text NOT NULL,
	`zone_id` text NOT NULL,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`gone_at` integer,
	PRIMARY KEY(`instance_type`, `zone_id`, `first_seen_at`)
);
--> statement-breakpoint
CREATE INDEX `type_offering_region_idx` ON `type_offering` (`region`,`gone_at`);