return Scorecard.Commands.CommandLine.Run(args);
