import afterglow.ground.access.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0002_finance_clerk'),
        ('access', '__first__'),
        ('course', '0001_initial'),
        ('treatment', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='dosesheet',
            name='style',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='infusionevent',
            name='lot',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='infusionevent',
            name='site',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AlterField(
            model_name='infusionevent',
            name='kind',
            field=models.CharField(choices=[('start', 'start'), ('rate', 'rate'), ('pause', 'pause'), ('resume', 'resume'), ('stop', 'stop'), ('complete', 'complete'), ('given', 'given'), ('portion', 'portion')], max_length=10),
        ),
        migrations.CreateModel(
            name='AsNeeded',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('code', models.CharField(max_length=64)),
                ('words', models.CharField(max_length=200)),
                ('most_times', models.PositiveSmallIntegerField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='treatment.session')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('clinic', 'session', 'code'), name='as_needed_signed_once')],
            },
        ),
        migrations.CreateModel(
            name='AsNeededGiven',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('uuid', models.UUIDField()),
                ('because', models.CharField(max_length=300)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('signed_for', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given', to='treatment.asneeded')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('clinic', 'uuid'), name='as_needed_given_once')],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('uuid', models.UUIDField()),
                ('kind', models.CharField(max_length=32)),
                ('words', models.TextField()),
                ('done', models.TextField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='treatment.session')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('clinic', 'uuid'), name='incident_once')],
            },
        ),
        migrations.CreateModel(
            name='OxygenTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('lower', models.BooleanField()),
                ('reason', models.TextField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='treatment.session')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Prescription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('code', models.CharField(max_length=64)),
                ('form', models.CharField(max_length=60)),
                ('strength_micrograms', models.PositiveIntegerField()),
                ('dose_micrograms', models.PositiveIntegerField()),
                ('every_days', models.PositiveSmallIntegerField()),
                ('doses', models.PositiveSmallIntegerField()),
                ('total_microlitres', models.PositiveIntegerField()),
                ('particulars', models.JSONField()),
                ('signed_on', models.DateField()),
                ('valid_until', models.DateField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='course.course')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PrescriptionCancelled',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('because', models.TextField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('prescription', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cancelled', to='treatment.prescription')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RecoveryScored',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('aldrete', 'Aldrete'), ('padss', 'PADSS')], max_length=8)),
                ('parts', models.JSONField()),
                ('total', models.PositiveSmallIntegerField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('pressure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='treatment.reading')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recovery_scores', to='treatment.session')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SchemeForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('answers', models.JSONField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='scheme_form', to='treatment.session')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SitterAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('coming', models.BooleanField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('treatment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='course.treatment')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
